package org.ldpi.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.ldpi.training.evaluate.Plot.Point;

/** The report as one HTML file that needs nothing else: styles and plots are in it, and there is no script. */
final class HtmlPage {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;color:#1c2430;max-width:1320px;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin:2.2rem 0 .4rem}
            p{max-width:75ch}.quiet{color:#5a6675;white-space:normal}.warn{background:#fff4d6;border-left:4px solid #d99a00;padding:.4rem .8rem}
            table{border-collapse:collapse;margin:.6rem 0;font-variant-numeric:tabular-nums}
            th,td{padding:.25rem .45rem;font-size:14px;white-space:nowrap;text-align:right;border-bottom:1px solid #e1e6ec;vertical-align:top}
            th{font-weight:600;color:#3c4857;border-bottom:2px solid #b9c3cf}
            th{white-space:normal}th:first-child,td:first-child{text-align:left}.interval{color:#6b7785;font-size:.82em;white-space:nowrap}
            tr.total td{font-weight:600}.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(440px,1fr));gap:1rem}
            figure{margin:0}figcaption{color:#3c4857;font-size:.9em}svg{width:100%;height:auto;background:#fbfcfd}
            .grid{stroke:#e3e8ee}.tick{font-size:11px;fill:#4c5866}.label{font-size:12px;fill:#1c2430}
            .normal{fill:#3d7dca;fill-opacity:.55}.malicious{fill:#d1462f;fill-opacity:.55}
            .curve{fill:none;stroke:#1c2430;stroke-width:1.8}.chance{fill:none;stroke:#9aa6b3;stroke-dasharray:4 4}
            .dot{fill:#3d7dca}.mark{stroke:#1c2430;stroke-dasharray:3 3}
            details{margin:.6rem 0}summary{cursor:pointer;color:#3c4857}.wide th{min-width:6.5rem}
            .scroll{overflow-x:auto}pre{margin:.2rem 0;font-size:12px;white-space:pre-wrap;overflow-wrap:anywhere;text-align:left}
            .key{display:inline-block;width:.8em;height:.8em;margin:0 .3em 0 .8em;vertical-align:-1px}
            """;

    private static final int FEW_UNITS = 10;

    private final Report report;
    private final StringBuilder html = new StringBuilder();

    HtmlPage(Report report) {
        this.report = report;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The whole page. */
    String html() {
        Report.About about = report.about();
        add("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>", escape(about.model()));
        add("<meta name=\"viewport\" content=\"width=device-width\"><style>%s</style></head><body>", STYLE);
        add("<h1>Model %s</h1>", escape(about.model()));
        add(
                "<p class=\"quiet\">%s; %s. Judged by %s.</p>",
                escape(about.encoder()), escape(about.signature()), escape(about.dataset()));
        summary();
        plots();
        found("What is found", report.rows());
        normal();
        duplicates();
        compared();
        shortcuts();
        judged(
                "Worst false alarms",
                report.worstFalseAlarms(),
                "Normal flows over the threshold, highest scores first.");
        judged("Worst misses", report.worstMisses(), "Malicious flows that raised no alert, lowest scores first.");
        add("</body></html>");
        return html.toString();
    }

    private void summary() {
        Report.About about = report.about();
        Report.Row all = report.rows().get(0);
        add(
                "<p>Of %,d malicious flows <b>%s</b>%s are over the threshold (%s, score %s), and of %,d normal ones"
                        + " <b>%s</b>%s: %s alerts an hour on normal traffic, %s for each host and day (%d hosts, %s hours,"
                        + " %d captures). AUROC %s%s. Flows of which nothing is known, left out: %,d.</p>",
                about.maliciousFlows(),
                percent(all.atThreshold().value()),
                inline(all.atThreshold()),
                escape(about.thresholdPolicy()),
                number(about.threshold()),
                about.normalFlows(),
                percent(report.normal().share().value()),
                inline(report.normal().share()),
                number(report.normal().alertsPerHour()),
                number(report.normal().alertsPerHostAndDay()),
                about.hosts(),
                number(about.hours()),
                about.captures(),
                number(all.auroc().value()),
                Double.isNaN(all.auroc().low())
                        ? ""
                        : " (" + number(all.auroc().low()) + " – "
                                + number(all.auroc().high()) + ")",
                about.unknownFlows());
        add(
                "<p class=\"quiet\">In brackets and below a figure: its 95 %% bootstrap interval over the %d %s of the"
                        + " test.%s</p>",
                about.units(),
                about.unit(),
                about.units() < FEW_UNITS ? " So few are a poor guide: the true intervals are wider." : "");
        if (!about.knownKinds().isEmpty()) {
            add(
                    "<p class=\"quiet\">The training set has attacks: %s%s.</p>",
                    escape(String.join(", ", about.knownKinds())),
                    about.knownTools().isEmpty() ? "" : "; made by " + escape(String.join(", ", about.knownTools())));
        }
        if (about.smallestBudget() > about.budgets().get(0)) {
            add(
                    "<p class=\"warn\">One false alert in this test is %s for each host and day: smaller budgets than"
                            + " that cannot be told apart here, and mean no false alert at all.</p>",
                    number(about.smallestBudget()));
        }
        if (!about.thresholdWarning().isEmpty()) {
            add("<p class=\"warn\">%s.</p>", escape(about.thresholdWarning()));
        }
    }

    private void plots() {
        add("<h2>Scores</h2><div class=\"plots\">");
        figure(
                "Scores of normal<span class=\"key\" style=\"background:#3d7dca\"></span> and malicious"
                        + "<span class=\"key\" style=\"background:#d1462f\"></span> flows, each kind's share; the first bin holds"
                        + " all that is less",
                histogram());
        figure("ROC; the axis of false alarms is logarithmic, chance is dashed", roc());
        figure(
                "Calibration: share of normal test flows over the scores that the calibration set says are exceeded by"
                        + " so many; on the dashed line the two agree",
                calibration());
        add("</div>");
    }

    private void figure(String caption, String svg) {
        add("<figure>%s<figcaption>%s</figcaption></figure>", svg, caption);
    }

    private String histogram() {
        Report.Curves curves = report.curves();
        double[] edges = curves.edges();
        double low = Math.log10(edges[0]);
        double high = Math.log10(edges[edges.length - 1]);
        double most = Math.max(share(curves.normal()), share(curves.malicious()));
        Plot plot = new Plot("Histogram of scores", "score, logarithmic", "share of flows");
        for (int power = (int) Math.ceil(low); power <= high; power++) {
            plot.xTick((power - low) / (high - low), number(Math.pow(10, power)));
        }
        for (int i = 0; i <= 4; i++) {
            plot.yTick(i / 4.0, number(100 * most * i / 4) + " %");
        }
        bars(plot, curves.normal(), most, "normal");
        bars(plot, curves.malicious(), most, "malicious");
        double threshold = report.about().threshold();
        return plot.mark((Math.log10(Math.max(threshold, edges[0])) - low) / (high - low), "threshold")
                .svg();
    }

    private static double share(int[] counts) {
        int sum = 0;
        int most = 0;
        for (int count : counts) {
            sum += count;
            most = Math.max(most, count);
        }
        return most / (double) Math.max(1, sum);
    }

    private static void bars(Plot plot, int[] counts, double most, String style) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        for (int i = 0; i < counts.length; i++) {
            double width = counts.length;
            plot.bar(i / width, (i + 1) / width, counts[i] / (double) Math.max(1, sum) / most, style);
        }
    }

    private String roc() {
        int decades = 4;
        Plot plot = new Plot("ROC", "share of normal flows over the threshold", "share of malicious flows found");
        for (int i = 0; i <= decades; i++) {
            plot.xTick(i / (double) decades, number(Math.pow(10, i - decades)));
        }
        for (int i = 0; i <= 4; i++) {
            plot.yTick(i / 4.0, 25 * i + " %");
        }
        List<Point> chance = new ArrayList<>();
        for (int i = 0; i <= 60; i++) {
            chance.add(new Point(i / 60.0, Math.pow(10, decades * (i / 60.0 - 1))));
        }
        List<Point> curve = new ArrayList<>();
        double before = 0;
        for (Ranking.Point point : report.curves().roc()) {
            double x = point.falsePositives() == 0 ? 0 : 1 + Math.log10(point.falsePositives()) / decades;
            curve.add(new Point(Math.max(0, x), before));
            curve.add(new Point(Math.max(0, x), point.truePositives()));
            before = point.truePositives();
        }
        return plot.line(chance, "chance").line(curve, "curve").svg();
    }

    private String calibration() {
        int decades = 4;
        Plot plot = new Plot("Calibration", "share expected over a score", "share of normal test flows over it");
        List<Point> dots = new ArrayList<>();
        for (int i = 0; i <= decades; i++) {
            plot.xTick(i / (double) decades, number(Math.pow(10, i - decades)));
            plot.yTick(i / (double) decades, number(Math.pow(10, i - decades)));
        }
        double[] nominal = report.curves().nominal();
        for (int i = 0; i < nominal.length; i++) {
            double observed = Math.max(1e-4, report.curves().observed()[i]);
            dots.add(new Point(1 + Math.log10(nominal[i]) / decades, 1 + Math.log10(observed) / decades));
        }
        return plot.line(List.of(new Point(0, 0), new Point(1, 1)), "chance")
                .dots(dots, "dot")
                .svg();
    }

    private void found(String title, List<Report.Row> rows) {
        Report.About about = report.about();
        add(
                "<h2>%s</h2><p class=\"quiet\">Each kind of malicious flow against all normal ones. Average precision is as"
                        + " it would be if %s of all flows were malicious. At a budget, the threshold is such that normal"
                        + " traffic raises so many alerts for each host and day.</p>",
                title, number(about.prevalence()));
        for (Report.Heads heads : Report.Heads.values()) {
            List<Report.Row> some =
                    rows.stream().filter(row -> row.heads() == heads).toList();
            if (some.isEmpty()) {
                continue;
            }
            if (heads == Report.Heads.ALL) {
                rows(some);
            } else {
                add("<details><summary>%s, against normal flows with such heads</summary>", capital(heads.title()));
                rows(some);
                add("</details>");
            }
        }
    }

    private void rows(List<Report.Row> rows) {
        Report.About about = report.about();
        boolean known = !about.knownKinds().isEmpty();
        add(
                "<div class=\"scroll\"><table><tr><th>flows</th>%s<th>number</th><th>%s</th><th>AUROC</th>"
                        + "<th>average precision</th><th>over the threshold</th>%s</tr>",
                known ? "<th>new</th>" : "",
                about.unit(),
                about.budgets().stream()
                        .map(budget -> "<th>found at " + number(budget) + " a host and day</th>")
                        .collect(Collectors.joining()));
        for (Report.Row row : rows) {
            boolean part = row.part() == Report.Part.FAMILY || row.part() == Report.Part.TOOL;
            add(
                    "<tr%s><td>%s%s</td>%s<td>%,d</td><td>%d</td><td>%s</td><td>%s</td><td>%s</td>%s</tr>",
                    part ? "" : " class=\"total\"",
                    row.part() == Report.Part.TOOL ? "made by " : "",
                    escape(row.name()),
                    known ? "<td>" + (part && !row.known() ? "new" : "") + "</td>" : "",
                    row.flows(),
                    row.units(),
                    figure(row.auroc()),
                    figure(row.averagePrecision()),
                    percent(row.atThreshold()),
                    row.atBudgets().stream()
                            .map(found -> "<td>" + percent(found) + "</td>")
                            .collect(Collectors.joining()));
        }
        add("</table></div>");
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private void normal() {
        add(
                "<h2>Alerts on normal traffic</h2><p class=\"quiet\">Normal flows over the threshold, each an alert; alerts of"
                        + " one incident are not put together here.</p><table><tr><th>day</th><th>hours</th><th>hosts</th>"
                        + "<th>flows</th><th>alerts</th><th>an hour</th><th>a host and day</th></tr>");
        for (Report.Day day : report.normal().days()) {
            add(
                    "<tr><td>%s</td><td>%s</td><td>%d</td><td>%,d</td><td>%,d</td><td>%s</td><td>%s</td></tr>",
                    escape(day.day()),
                    number(day.hours()),
                    day.hosts(),
                    day.flows(),
                    day.alerts(),
                    number(day.perHour()),
                    number(day.perHostAndDay()));
        }
        add("</table><table><tr><th>flows</th><th>number</th><th>over</th><th>share</th></tr>");
        for (Report.Kind kind : report.normal().kinds()) {
            add(
                    "<tr><td>%s</td><td>%,d</td><td>%,d</td><td>%s</td></tr>",
                    escape(kind.label()),
                    kind.flows(),
                    kind.overThreshold(),
                    percent(kind.overThreshold() / (double) kind.flows()));
        }
        add("</table>");
    }

    private void duplicates() {
        Report.Duplicates duplicates = report.duplicates();
        if (!duplicates.counted()) {
            add("<h2>Duplicates across the split</h2><p>Not counted: the training's captures were not given.</p>");
            return;
        }
        add(
                "<h2>Duplicates across the split</h2><p>%,d normal and %,d malicious test flows equal one of the %,d different normal samples of the training"
                        + " set, byte for byte: the former are no test of anything, the latter cannot be found by any score"
                        + " of the sample. Without both:</p>",
                duplicates.normal(), duplicates.malicious(), duplicates.trainingSamples());
        found("What is found without duplicates across the split", report.withoutDuplicates());
    }

    private void compared() {
        Report.About about = report.about();
        add(
                "<h2>Against simple things</h2><p class=\"quiet\">The same flows%s; share found where 1 %% and 0.1 %% of"
                        + " normal flows are over the threshold, and at budgets. What learned from labels of the test is a"
                        + " reference, no competitor.</p><p>%s</p><div class=\"scroll\"><table><tr><th>method</th>"
                        + "<th>AUROC</th><th>average precision</th><th>at 1 %%</th><th>at 0.1 %%</th>%s</tr>",
                report.duplicates().counted() ? ", without duplicates across the split" : "",
                winners(),
                about.budgets().stream()
                        .map(budget -> "<th>found at " + number(budget) + " a host and day</th>")
                        .collect(Collectors.joining()));
        for (Report.Compared row : report.compared()) {
            add(
                    "<tr%s><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>%s</tr>",
                    row.reference() ? " class=\"quiet\"" : "",
                    escape(row.name()),
                    figure(row.auroc()),
                    figure(row.averagePrecision()),
                    percent(row.atOnePercent()),
                    percent(row.atOneInThousand()),
                    row.atBudgets().stream()
                            .map(found -> "<td>" + percent(found) + "</td>")
                            .collect(Collectors.joining()));
        }
        add("</table></div>");
        if (!about.budgets().isEmpty()) {
            comparedByFamily(about.budgets().size() / 2);
        }
    }

    /** What each method finds of each kind of attack at one of the budgets. */
    private void comparedByFamily(int budget) {
        add(
                "<p class=\"quiet\">Found of each kind at %s a host and day:</p><div class=\"scroll\"><table class=\"wide\">"
                        + "<tr><th>kind</th>%s</tr>",
                number(report.about().budgets().get(budget)),
                report.compared().stream()
                        .map(row -> "<th>" + escape(row.name()) + "</th>")
                        .collect(Collectors.joining()));
        for (String kind : report.compared().get(0).families().keySet()) {
            add(
                    "<tr><td>%s</td>%s</tr>",
                    escape(kind),
                    report.compared().stream()
                            .map(row ->
                                    "<td>" + percent(row.families().get(kind).get(budget)) + "</td>")
                            .collect(Collectors.joining()));
        }
        add("</table></div>");
    }

    /** Which method is best, by each figure. */
    private String winners() {
        Report.About about = report.about();
        StringBuilder text = new StringBuilder("Best by AUROC: ")
                .append(best(row -> row.auroc().value()));
        text.append("; by average precision: ")
                .append(best(row -> row.averagePrecision().value()));
        for (int i = 0; i < about.budgets().size(); i++) {
            int budget = i;
            text.append("; at ")
                    .append(number(about.budgets().get(i)))
                    .append(" a host and day: ")
                    .append(best(row -> row.atBudgets().get(budget).value()));
        }
        return text.append('.').toString();
    }

    private String best(ToDoubleFunction<Report.Compared> figure) {
        List<Report.Compared> rivals =
                report.compared().stream().filter(row -> !row.reference()).toList();
        double most = rivals.stream()
                .mapToDouble(figure)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
        return "<b>"
                + rivals.stream()
                        .filter(row -> figure.applyAsDouble(row) == most)
                        .map(row -> escape(row.name()))
                        .collect(Collectors.joining(" and "))
                + "</b>";
    }

    private void shortcuts() {
        add(
                "<h2>Shortcuts</h2><p class=\"quiet\">The same test with a group of fields exchanged between flows by chance. What"
                        + " is lost there leaned on that group. Where normal flows raise more alerts, the model watches the"
                        + " group. A group that the samples do not hold loses nothing.</p><table><tr><th>scrambled</th>"
                        + "<th>AUROC</th><th>lost</th><th>malicious over the threshold</th><th>lost</th>"
                        + "<th>normal over the threshold</th></tr>");
        for (Report.Shortcut row : report.shortcuts()) {
            add(
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
                    escape(row.fields()),
                    number(row.auroc()),
                    String.format(Locale.ROOT, "%.4f", row.aurocLost()),
                    percent(row.detected()),
                    String.format(Locale.ROOT, "%.1f&nbsp;%%", 100 * row.detectedLost()),
                    percent(row.falseAlarms()));
        }
        add("</table>");
    }

    private void judged(String title, List<Report.Judged> flows, String lead) {
        add(
                "<h2>%s</h2><p class=\"quiet\">%s Flows that look alike but for their payload are shown once.</p>",
                title, lead);
        if (flows.isEmpty()) {
            add("<p>None.</p>");
            return;
        }
        add("<div class=\"scroll\"><table><tr><th>flow</th><th>alike</th><th>score</th></tr>");
        for (Report.Judged flow : flows) {
            add(
                    "<tr><td>%s, %s<br><span class=\"quiet\">%s, %s</span><pre>%s</pre></td><td>%,d</td><td>%s</td></tr>",
                    escape(flow.label()),
                    escape(flow.flow()),
                    escape(flow.capture()),
                    escape(flow.time()),
                    escape(String.join("\n", flow.packets())),
                    flow.alike(),
                    number(flow.score()));
        }
        add("</table></div>");
    }

    private static String figure(Figure figure) {
        return number(figure.value()) + interval(number(figure.low()), number(figure.high()), figure);
    }

    private static String percent(Figure figure) {
        return percent(figure.value()) + interval(percent(figure.low()), percent(figure.high()), figure);
    }

    private static String inline(Figure share) {
        return Double.isNaN(share.low()) ? "" : " (" + percent(share.low()) + " – " + percent(share.high()) + ")";
    }

    private static String interval(String low, String high, Figure figure) {
        return Double.isNaN(figure.low()) ? "" : "<br><span class=\"interval\">" + low + " – " + high + "</span>";
    }

    private static String percent(double share) {
        return Double.isNaN(share)
                ? "–"
                : String.format(Locale.ROOT, share < 0.01 && share > 0 ? "%.2f&nbsp;%%" : "%.1f&nbsp;%%", 100 * share);
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String format = size == 0 || size >= 100
                ? "%.0f"
                : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : size >= 0.1 ? "%.3f" : "%.4g";
        String text = String.format(Locale.ROOT, format, value);
        return text.contains(".") && !text.contains("e")
                ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
                : text;
    }

    private void add(String format, Object... values) {
        html.append(values.length == 0 ? format.replace("%%", "%") : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
