package org.ldpi.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ldpi.api.calibration.CalibrationOverlay;
import org.ldpi.api.calibration.Recalibration;
import org.ldpi.api.calibration.RecalibrationException;
import org.ldpi.api.calibration.RecalibrationPlan;
import org.ldpi.api.calibration.RecalibrationPlan.Change;
import org.ldpi.api.calibration.RecalibrationStatus;

class CalibrationBeanTest {
    /** One step can be made, and undone. */
    private static final class OneStep implements Recalibration {
        private boolean done;

        @Override
        public RecalibrationPlan plan() {
            return new RecalibrationPlan(
                    "lab:1",
                    5_000,
                    4_000,
                    Map.of("of addresses with incidents", 1_000),
                    0.01,
                    0.001,
                    List.of(new Change("max", 4.25, 5)),
                    List.of(new Change("99", 3, 3.5)),
                    done ? "one step is enough" : "");
        }

        @Override
        public RecalibrationPlan apply() throws RecalibrationException {
            RecalibrationPlan plan = plan();
            if (done) {
                throw new RecalibrationException(plan.refused());
            }
            done = true;
            return plan;
        }

        @Override
        public RecalibrationStatus undo() throws RecalibrationException {
            if (!done) {
                throw new RecalibrationException("no recalibration is in force");
            }
            done = false;
            return status();
        }

        @Override
        public CalibrationOverlay inForce() {
            return null;
        }

        @Override
        public RecalibrationStatus status() {
            return new RecalibrationStatus("lab:1", done ? Instant.EPOCH : null, done ? 4_000 : 0, done ? 1 : 0, "");
        }
    }

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final Recalibration recalibration = new OneStep();
    private ObjectName bean;

    @BeforeEach
    void register() throws Exception {
        Subjects some = Running.SUBJECTS;
        bean = new ObjectName(CalibrationBean.NAME);
        server.registerMBean(
                new CalibrationBean(new Subjects(
                        some.sensor(),
                        some.detector(),
                        some.alerts(),
                        some.incidents(),
                        some.blocklist(),
                        some.captures(),
                        some.drift(),
                        () -> recalibration)),
                bean);
    }

    private String invoke(String operation) throws Exception {
        return server.invoke(bean, operation, null, null).toString();
    }

    private String refusal(String operation) {
        return assertThrows(RuntimeMBeanException.class, () -> invoke(operation))
                .getTargetException()
                .getMessage();
    }

    @Test
    void aConsoleSeesWhatWouldChangeRecalibratesAndTakesItBack() throws Exception {
        String plan = invoke("plan");
        assertEquals("""
                4000 of the last 5000 flows
                left out: 1000 of addresses with incidents
                quantile 99 %: 3.00000, then 3.50000
                threshold max: 4.25000, then 5.00000""", plan);
        assertEquals(0, server.getAttribute(bean, "Steps"));
        assertEquals("as in the model", server.getAttribute(bean, "State"));

        assertEquals(plan, invoke("recalibrate"));
        assertEquals("recalibrated on 4000 flows since 1970-01-01T00:00:00Z", server.getAttribute(bean, "State"));
        assertEquals("refused: one step is enough", refusal("recalibrate"));

        assertEquals("as in the model", invoke("undo"));
        assertEquals("no recalibration is in force", refusal("undo"));
    }

    @Test
    void driftIsTold() throws Exception {
        assertEquals(Running.SUBJECTS.drift().get().status().line(), server.getAttribute(bean, "Drift"));
    }
}
