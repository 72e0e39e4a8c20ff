package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.SampleField;
import org.ldpi.api.quantizer.SampleFields;

/** A sample in words, packet by packet, so that a person can see what was flagged or missed. */
final class Decoded {
    private static final List<String> SHOWN = List.of(
            "IPv4 total length",
            "IPv6 payload length",
            "TCP flags",
            "TCP window",
            "UDP length",
            "ICMP type",
            "ICMP code",
            "ICMPv6 type",
            "ICMPv6 code");
    private static final String OPTION = "TCP option ";
    private static final int PAYLOAD = 40;

    private Decoded() {}

    static List<String> packets(byte[] sample, ModelSignature signature) {
        List<StringBuilder> lines = new ArrayList<>();
        for (SampleField field : new SampleFields(signature.profile(), signature.shape(), PAYLOAD).of(sample)) {
            while (lines.size() < field.packet()) {
                lines.add(new StringBuilder());
            }
            String said = said(field, sample);
            StringBuilder line = lines.get(field.packet() - 1);
            line.append(line.isEmpty() || said.isEmpty() ? "" : ", ").append(said);
        }
        return lines.stream()
                .map(StringBuilder::toString)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String said(SampleField field, byte[] sample) {
        if (SHOWN.contains(field.name())
                || field.name().startsWith(OPTION)
                || field.name().endsWith(" port")) {
            return field.name() + " " + field.value(sample);
        }
        return field.kind() == SampleField.Kind.TEXT && field.name().startsWith("payload bytes 0 ")
                ? "payload " + field.value(sample)
                : "";
    }
}
