package org.ldpi.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.NearFlow;
import org.ldpi.api.explain.WeighedField;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.quantizer.SampleField;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;

class ExplainReportTest {
    private static final SampleShape SHAPE = new SampleShape(1, 20);
    private static final byte[] SAMPLE = HexFormat.of().parseHex("4500002800004000000600000000001600000000");

    private static WeighedField field(String name, int offset, int length, double weight, String value, String usual) {
        return new WeighedField(
                new SampleField(1, name, offset, length, SampleField.Kind.NUMBER), weight, value, usual, 7);
    }

    private static String report(boolean colours) {
        WeighedField length = field("IPv4 total length", 2, 2, 0.2, "40", "60");
        WeighedField port = field("TCP destination port", 14, 2, 0.4, "22", "80");
        Explanation why = new Explanation(
                new ModelId("lab", "1"),
                8,
                List.of(port, length),
                2,
                List.of(field("IPv4 version", 0, 1, 0, "69", "69"), length, port),
                List.of(new NearFlow("10.1.0.3:4 > 10.1.0.9:80 TCP", NearFlow.RECENT, 1.5)),
                9,
                SAMPLE);
        InetAddress address = InetAddress.getLoopbackAddress();
        Flow flow = new Flow(
                new FlowKey(address, 1, address, 22, 6, 0), "", "", 1, 0, 0, CloseReason.RST, "", SHAPE, SAMPLE);
        Verdict verdict = new Verdict(1, flow, 8, 0, true, new Threshold("max", 4, 9, ""), new ModelId("lab", "1"), "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ExplainReport(verdict, why, colours).print("alert 3", new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutColoursTheTenthsOfTheHeaviestWeightAreUnderTheBytes() {
        List<String> lines = report(false).lines().toList();
        int dump = lines.indexOf("packet 1, as the model saw it") + 1;
        assertEquals(
                List.of(
                        "0000  45 00 00 28 00 00 40 00 00 06 00 00 00 00 00 16  E..(..@.........",
                        "             5  5                                9  9",
                        "0010  00 00 00 00                                      ...."),
                lines.subList(dump, dump + 3));
        assertTrue(lines.contains("40.0 %  TCP destination port of packet 1  22     80     7 of 9"), lines::toString);
        assertTrue(lines.contains("1.50000   10.1.0.3:4 > 10.1.0.9:80 TCP  recent"), lines::toString);
        assertTrue(report(false).indexOf('\u001b') < 0);
    }

    @Test
    void withColoursTheHeaviestBytesAreBoldAndRed() {
        String report = report(true);
        assertTrue(report.contains("\u001b[1;31m16\u001b[0m"), report);
        assertTrue(report.contains("\u001b[1;31m28\u001b[0m"), report);
        assertTrue(report.contains(" 06 "), report);
    }
}
