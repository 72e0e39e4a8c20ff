package org.ldpi.engine.pytorch;

import java.util.Set;
import java.util.TreeSet;
import org.ldpi.api.encoder.EncoderSpec;

/** The options of an architecture as its specification gives them. Each method throws what names the option. */
public final class EncoderOptions {
    private final EncoderSpec spec;

    private EncoderOptions(EncoderSpec spec) {
        this.spec = spec;
    }

    /**
     * The options, of which there are those names and no others.
     *
     * @throws IllegalArgumentException when there is an option of another name
     */
    public static EncoderOptions of(EncoderSpec spec, String... names) {
        Set<String> known = new TreeSet<>(Set.of(names));
        Set<String> unknown = new TreeSet<>(spec.options().keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown options " + unknown + ", there are "
                    + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return new EncoderOptions(spec);
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException when the value is none, or out of range
     */
    public int integer(String name, int otherwise, int least, int most) {
        String given = spec.options().get(name);
        if (given == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(given);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new IllegalArgumentException(
                "option " + name + " is '" + given + "', not a number within " + least + " to " + most);
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException when the value is none, or not finite
     */
    public float number(String name, float otherwise) {
        String given = spec.options().get(name);
        if (given == null) {
            return otherwise;
        }
        try {
            float value = Float.parseFloat(given);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number that is not finite
        }
        throw new IllegalArgumentException("option " + name + " is '" + given + "', not a finite number");
    }

    /** Any text. */
    public String text(String name, String otherwise) {
        return spec.options().getOrDefault(name, otherwise);
    }
}
