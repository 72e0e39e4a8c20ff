package org.ldpi.shell.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.NearFlow;
import org.ldpi.api.explain.WeighedField;
import org.ldpi.api.quantizer.SampleField;

/**
 * Why a flow got its score, for a person: what weighed most, the normal flows that are nearest, and the head as a hex dump
 * with its fields, the bytes coloured by weight or, without colours, with the tenths of the heaviest weight under them.
 */
final class ExplainReport {
    private static final int BYTES_A_LINE = 16;
    /** Weights from these shares of the heaviest one on have a colour each: bold red, red, yellow. */
    private static final double[] SHARES = {0.5, 0.2, 0.05};

    private static final String[] COLOURS = {"\u001b[1;31m", "\u001b[31m", "\u001b[33m"};
    private static final String NO_COLOUR = "\u001b[0m";

    private final Verdict verdict;
    private final Explanation why;
    private final boolean colours;
    private final double[] weights;

    ExplainReport(Verdict verdict, Explanation why, boolean colours) {
        this.verdict = verdict;
        this.why = why;
        this.colours = colours;
        this.weights = new double[verdict.flow().sample().length];
        double heaviest = why.heaviest();
        for (WeighedField weighed : why.fields()) {
            SampleField field = weighed.field();
            for (int i = field.offset(); heaviest > 0 && i < field.offset() + field.length(); i++) {
                weights[i] = weighed.weight() / heaviest;
            }
        }
    }

    void print(String subject, PrintStream out) {
        StatusReport.line(
                out,
                subject,
                verdict.flow().end() + " " + verdict.flow().key() + ", "
                        + verdict.flow().packets() + " packets, "
                        + verdict.flow().close());
        StatusReport.line(
                out,
                "score",
                String.format(
                        Locale.ROOT,
                        "%.6g, threshold %.6g (%s), model %s",
                        verdict.score(),
                        verdict.threshold().value(),
                        verdict.threshold().policy(),
                        verdict.model()));
        StatusReport.line(
                out,
                "as usual",
                why.named().isEmpty()
                        ? "no few fields lower the score"
                        : String.format(
                                Locale.ROOT,
                                "%.6g with the fields named here set to what is usual in %d normal flows",
                                why.changedScore(),
                                why.compared()));
        out.println();
        named().print(out);
        out.println();
        nearest().print(out);
        for (int packet = 1; packet <= verdict.flow().packets(); packet++) {
            out.printf("%npacket %d, as the model saw it%n", packet);
            dump((packet - 1) * verdict.flow().shape().bytes(), out);
            fields(packet).print(out);
        }
    }

    private Table named() {
        return new Table(
                List.of("WEIGHT", "FIELD", "VALUE", "USUAL", "IN"),
                why.named().stream().map(this::row).toList(),
                "no few fields lower the score");
    }

    private List<String> row(WeighedField weighed) {
        return List.of(
                percent(weighed.weight()),
                weighed.field().title(),
                weighed.value(),
                weighed.usual(),
                weighed.usualIn() + " of " + why.compared());
    }

    private Table nearest() {
        return new Table(
                List.of("DISTANCE", "NEAREST NORMAL FLOW", "KNOWN FROM"),
                why.nearest().stream()
                        .map((NearFlow n) ->
                                List.of(String.format(Locale.ROOT, "%.6g", n.distance()), n.flow(), n.origin()))
                        .toList(),
                "no normal flow is known");
    }

    private Table fields(int packet) {
        List<List<String>> rows = new ArrayList<>();
        int start = (packet - 1) * verdict.flow().shape().bytes();
        for (WeighedField weighed : why.fields()) {
            SampleField field = weighed.field();
            if (field.packet() == packet && field.kind() != SampleField.Kind.NONE) {
                rows.add(List.of(
                        String.format("%04x", field.offset() - start),
                        field.name(),
                        weighed.value(),
                        weighed.usual().equals(weighed.value()) ? "" : weighed.usual(),
                        weighed.weight() == 0 ? "" : percent(weighed.weight())));
            }
        }
        return new Table(List.of("AT", "FIELD", "VALUE", "USUAL, IF OTHER", "WEIGHT"), rows, "no field");
    }

    private static String percent(double weight) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * weight);
    }

    private void dump(int start, PrintStream out) {
        byte[] sample = verdict.flow().sample();
        int end = start + verdict.flow().shape().bytes();
        for (int line = start; line < end; line += BYTES_A_LINE) {
            StringBuilder hex = new StringBuilder();
            StringBuilder tenths = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = line; i < Math.min(end, line + BYTES_A_LINE); i++) {
                hex.append(coloured(i, String.format("%02x", sample[i]))).append(' ');
                int tenth = (int) Math.min(9, Math.round(10 * weights[i]));
                tenths.append(tenth > 0 ? " " + tenth + " " : "   ");
                int c = sample[i] & 0xff;
                text.append(coloured(i, c >= 0x20 && c < 0x7f ? String.valueOf((char) c) : "."));
            }
            int missing = BYTES_A_LINE - (Math.min(end, line + BYTES_A_LINE) - line);
            out.printf("%04x  %s%s %s%n", line - start, hex, "   ".repeat(missing), text);
            if (!colours && !tenths.toString().isBlank()) {
                out.println("      " + tenths.toString().stripTrailing());
            }
        }
    }

    private String coloured(int i, String text) {
        for (int k = 0; colours && k < SHARES.length; k++) {
            if (weights[i] >= SHARES[k]) {
                return COLOURS[k] + text + NO_COLOUR;
            }
        }
        return text;
    }
}
