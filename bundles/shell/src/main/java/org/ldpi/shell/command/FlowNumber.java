package org.ldpi.shell.command;

import java.util.Optional;
import org.ldpi.api.alert.Alert;
import org.ldpi.api.detector.Verdict;

/** What a command is about: an alert by its number, as {@code ldpi:alerts} lists it, or a flow as {@code ldpi:flows} does. */
final class FlowNumber {
    private static final String FLOW = "f";

    private FlowNumber() {}

    /** How a flow is listed. */
    static String of(Verdict verdict) {
        return FLOW + verdict.sequence();
    }

    /** The alert of that number. */
    static Alert alert(Controller controller, String text) throws CommandFailure {
        long number = number(text, text);
        return controller.alerts().recent(Integer.MAX_VALUE).stream()
                .filter(alert -> alert.id() == number)
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure("alert " + number + " is not among the last ones, see ldpi:alerts"));
    }

    /** The alert of that number, or nothing where the text is the number of a flow. */
    static Optional<Alert> alertOf(Controller controller, String text) throws CommandFailure {
        return text.startsWith(FLOW) ? Optional.empty() : Optional.of(alert(controller, text));
    }

    /** The flow of that number. */
    static Verdict flow(Controller controller, String text) throws CommandFailure {
        long number = number(text, text.substring(FLOW.length()));
        return controller.detector().recent(Integer.MAX_VALUE).stream()
                .filter(verdict -> verdict.sequence() == number)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("flow " + text + " is not among the last ones, see ldpi:flows"));
    }

    private static long number(String text, String digits) throws CommandFailure {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    "'" + text
                            + "' is neither the number of an alert, 12, nor that of a flow, f345: see ldpi:alerts and"
                            + " ldpi:flows",
                    e);
        }
    }
}
