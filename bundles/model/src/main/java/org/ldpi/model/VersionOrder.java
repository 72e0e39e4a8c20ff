package org.ldpi.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The order of versions as people read them: numbers within a version by their value, so that 1.10 is above 1.9. */
final class VersionOrder {
    static final Comparator<String> NATURAL = VersionOrder::compare;

    private VersionOrder() {}

    private static int compare(String a, String b) {
        List<String> left = parts(a);
        List<String> right = parts(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareParts(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** Runs of digits and runs of letters; everything else only separates. */
    private static List<String> parts(String version) {
        return Arrays.stream(version.split("[._-]|(?<=\\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\\d)", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static int compareParts(String a, String b) {
        boolean numberA = Character.isDigit(a.charAt(0));
        boolean numberB = Character.isDigit(b.charAt(0));
        if (numberA && numberB) {
            String bareA = a.replaceFirst("^0+(?=.)", "");
            String bareB = b.replaceFirst("^0+(?=.)", "");
            int byLength = Integer.compare(bareA.length(), bareB.length());
            return byLength != 0 ? byLength : bareA.compareTo(bareB);
        }
        if (numberA != numberB) {
            return numberA ? 1 : -1;
        }
        return a.compareTo(b);
    }
}
