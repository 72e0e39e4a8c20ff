package org.ldpi.training.flows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.quantizer.SampleShape;

class FlowLineTest {
    private static final SampleShape SHAPE = new SampleShape(1, 20);

    @Test
    void aLineHasEveryFieldInItsOrder() throws Exception {
        FlowHead head = head("10.0.0.7", "192.168.255.1");
        Arrays.fill(head.sample(), (byte) 0xab);
        String line = text(new FlowLine().of(head));
        assertEquals(
                "{\"src\":\"10.0.0.7\",\"sport\":40312,\"dst\":\"192.168.255.1\",\"dport\":0,\"protocol\":6,"
                        + "\"src_mac\":\"00:01:02:03:04:ff\",\"dst_mac\":\"00:00:00:00:00:00\",\"packets\":1,"
                        + "\"start_ns\":1700000000123456789,\"close\":\"EVICTED\",\"sample\":\""
                        + "ab".repeat(20) + "\"}\n",
                line);
    }

    @Test
    void aScoreIsWrittenSoThatReadingGivesTheSameBits() throws Exception {
        float score = 0.1f + 1e-7f;
        double threshold = 1.0 / 3;
        JsonObject json = JsonParser.parseString(text(new FlowLine().of(head("1.2.3.4", "::1"), score, threshold)))
                .getAsJsonObject();
        assertEquals(score, json.get("score").getAsFloat());
        assertEquals(threshold, json.get("threshold").getAsDouble());
        assertEquals(false, json.get("anomaly").getAsBoolean());
        String over = text(new FlowLine().of(head("1.2.3.4", "::1"), 0.5f, threshold));
        assertEquals(
                true,
                JsonParser.parseString(over).getAsJsonObject().get("anomaly").getAsBoolean());
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fe80:0:0:0:20d:b9ff:fede:ce3f, fe80::20d:b9ff:fede:ce3f",
        "ff02:1:2:3:4:5:0:0, ff02:1:2:3:4:5::"
    })
    void addressesOfIpv6AreWrittenAsInRfc5952(String address, String expected) throws Exception {
        JsonObject json = JsonParser.parseString(text(new FlowLine().of(head(address, "::"))))
                .getAsJsonObject();
        assertEquals(expected, json.get("src").getAsString());
    }

    private static String text(FlowLine line) {
        return new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII);
    }

    private static FlowHead head(String source, String destination) throws Exception {
        FlowHead head = new FlowHead(SHAPE);
        byte[] from = InetAddress.getByName(source).getAddress();
        byte[] to = InetAddress.getByName(destination).getAddress();
        System.arraycopy(from, 0, head.sourceAddress(), 0, from.length);
        System.arraycopy(to, 0, head.destinationAddress(), 0, to.length);
        System.arraycopy(new byte[] {0, 1, 2, 3, 4, -1}, 0, head.sourceMac(), 0, 6);
        return head.key(from.length, 40312, 0, 6, 0).seen(1, 1_700_000_000_123_456_789L, 0, CloseReason.EVICTED);
    }
}
