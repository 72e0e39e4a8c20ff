package org.ldpi.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.quantizer.SampleShape;

class FlowLabelsTest {
    @TempDir
    Path folder;

    @Test
    void aLabelGoesForItsTupleInItsFileWithinItsTimes() throws Exception {
        FlowLabels labels = labels("a.pcap\t10.0.0.1\t1000\t10.0.0.2\t80\t6\t100\t200\tmalicious/dos\thping3");
        assertEquals("malicious/dos", labels.of("a.pcap", head("10.0.0.1", 1000, "10.0.0.2", 80, 100), false));
        assertEquals("malicious/dos", labels.of("a.pcap", head("10.0.0.1", 1000, "10.0.0.2", 80, 200), false));
        assertNull(labels.of("a.pcap", head("10.0.0.1", 1000, "10.0.0.2", 80, 99), false));
        assertNull(labels.of("a.pcap", head("10.0.0.1", 1000, "10.0.0.2", 80, 201), false));
        assertNull(labels.of("b.pcap", head("10.0.0.1", 1000, "10.0.0.2", 80, 150), false));
        assertNull(labels.of("a.pcap", head("10.0.0.1", 1001, "10.0.0.2", 80, 150), false));
    }

    @Test
    void theWayBackIsTheSameFlowOnlyWhereFlowsAreTwoWay() throws Exception {
        FlowLabels labels = labels("a.pcap\t10.0.0.1\t1000\t10.0.0.2\t80\t6\t100\t200\tbenign/web\t-");
        FlowHead back = head("10.0.0.2", 80, "10.0.0.1", 1000, 150);
        assertNull(labels.of("a.pcap", back, false));
        assertEquals("benign/web", labels.of("a.pcap", back, true));
    }

    @Test
    void addressesCompareHoweverTheyAreWritten() throws Exception {
        FlowLabels labels = labels("a.pcap\tfe80:0:0:0:0:0:0:1\t5\tff02::2\t6\t6\t1\t9\tbenign/network\t-");
        assertEquals("benign/network", labels.of("a.pcap", head("fe80::1", 5, "ff02:0:0::2", 6, 3), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.pcap\t10.0.0.1\t1000\t10.0.0.2\t80\t6\t100\t200",
                "a.pcap\texample.org\t1000\t10.0.0.2\t80\t6\t100\t200\tbenign/x\t-",
                "a.pcap\t10.0.0.1\tport\t10.0.0.2\t80\t6\t100\t200\tbenign/x\t-"
            })
    void aLineThatIsNoLabelIsNamed(String line) {
        DatasetException thrown = assertThrows(DatasetException.class, () -> labels(line));
        assertTrue(thrown.getMessage().contains("labels.tsv, line 2"), thrown.getMessage());
    }

    @Test
    void aFileWithoutItsHeaderIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("labels.tsv"), "a\tb\n");
        assertThrows(DatasetException.class, () -> FlowLabels.read(file));
    }

    private FlowLabels labels(String line) throws Exception {
        Path file = folder.resolve("labels.tsv");
        Files.writeString(file, FlowLabels.HEADER + "\n" + line + "\n");
        return FlowLabels.read(file);
    }

    private static FlowHead head(String source, int sourcePort, String destination, int destinationPort, long nanos)
            throws Exception {
        FlowHead head = new FlowHead(new SampleShape(1, 20));
        byte[] from = InetAddress.getByName(source).getAddress();
        byte[] to = InetAddress.getByName(destination).getAddress();
        System.arraycopy(from, 0, head.sourceAddress(), 0, from.length);
        System.arraycopy(to, 0, head.destinationAddress(), 0, to.length);
        return head.key(from.length, sourcePort, destinationPort, 6, 0).seen(1, nanos, nanos, CloseReason.FULL);
    }
}
