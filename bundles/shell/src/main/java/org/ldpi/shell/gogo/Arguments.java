package org.ldpi.shell.gogo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ldpi.shell.command.CommandFailure;

/** The words behind a command: options with a value, flags, and at most one operand. */
final class Arguments {
    private final Map<String, String> options = new HashMap<>();
    private String operand;

    private Arguments() {}

    /**
     * @param valued options that are followed by a value
     * @param flags options that are not
     * @throws CommandFailure for an option that is not known or lacks its value, and for a second operand
     */
    static Arguments parse(List<?> words, Set<String> valued, Set<String> flags) throws CommandFailure {
        Arguments arguments = new Arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = String.valueOf(words.get(i));
            if (valued.contains(word)) {
                if (++i == words.size()) {
                    throw new CommandFailure(word + " needs a value");
                }
                arguments.options.put(word, String.valueOf(words.get(i)));
            } else if (flags.contains(word)) {
                arguments.options.put(word, "");
            } else if (word.startsWith("-") && word.length() > 1) {
                throw new CommandFailure("there is no option " + word);
            } else if (arguments.operand != null) {
                throw new CommandFailure("one word too many: " + word);
            } else {
                arguments.operand = word;
            }
        }
        return arguments;
    }

    boolean has(String flag) {
        return options.containsKey(flag);
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    int integer(String name, int otherwise) throws CommandFailure {
        try {
            return Integer.parseInt(option(name, Integer.toString(otherwise)));
        } catch (NumberFormatException e) {
            throw new CommandFailure(name + ": '" + options.get(name) + "' is not a whole number", e);
        }
    }

    double number(String name, double otherwise) throws CommandFailure {
        try {
            return Double.parseDouble(option(name, Double.toString(otherwise)));
        } catch (NumberFormatException e) {
            throw new CommandFailure(name + ": '" + options.get(name) + "' is not a number", e);
        }
    }

    /** @throws CommandFailure when there is none */
    String operand(String what) throws CommandFailure {
        if (operand == null) {
            throw new CommandFailure(what + " is missing");
        }
        return operand;
    }

    /** @throws CommandFailure when there is an operand */
    Arguments noOperand() throws CommandFailure {
        if (operand != null) {
            throw new CommandFailure("one word too many: " + operand);
        }
        return this;
    }
}
