package org.ldpi.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

class StatusTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    private Object attribute(Subjects subjects, String name) throws Exception {
        ObjectName bean = new ObjectName(Status.NAME);
        server.registerMBean(new Status(subjects), bean);
        try {
            return server.getAttribute(bean, name);
        } finally {
            server.unregisterMBean(bean);
        }
    }

    @Test
    void aConsoleReadsNumbersTextsAndTables() throws Exception {
        assertEquals(7L, attribute(Running.SUBJECTS, "KernelDroppedPackets"));
        assertEquals("lab:1", attribute(Running.SUBJECTS, "Model"));
        assertEquals("CAPTURING", attribute(Running.SUBJECTS, "SensorState"));
        TabularData closed = (TabularData) attribute(Running.SUBJECTS, "ClosedHeads");
        assertEquals(5L, closed.get(new Object[] {"FULL"}).get("value"));
    }

    @Test
    void whatIsAwayIsZeroAndEmpty() throws Exception {
        Subjects none = new Subjects(
                () -> null, () -> null, () -> null, () -> null, () -> null, () -> null, () -> null, () -> null);
        assertEquals("", attribute(none, "Model"));
        assertEquals(0L, attribute(none, "RaisedAlerts"));
    }
}
