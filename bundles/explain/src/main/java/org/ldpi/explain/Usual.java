package org.ldpi.explain;

import java.util.Arrays;
import java.util.List;
import org.ldpi.api.quantizer.SampleField;
import org.ldpi.api.quantizer.SampleFields;

/**
 * What is usual: the bytes of the most typical of some normal samples, the one that has the most bytes in common with the
 * others. One real flow, because values that are each the most frequent need not make a packet together.
 */
final class Usual {
    /**
     * A value.
     *
     * @param text in words, with its name where the field at that place is another one
     * @param in how many samples have the same bytes there
     */
    record Value(String text, int in) {}

    private final List<byte[]> normals;
    private final byte[] typical;
    private final List<SampleField> fields;

    /** @param normals at least one, nearest first */
    Usual(SampleFields naming, List<byte[]> normals) {
        this.normals = normals;
        this.typical = typical(normals);
        this.fields = naming.of(typical);
    }

    private static byte[] typical(List<byte[]> normals) {
        byte[] best = normals.get(0);
        long most = -1;
        for (byte[] one : normals) {
            long common = 0;
            for (byte[] other : normals) {
                for (int i = 0; i < one.length; i++) {
                    common += one[i] == other[i] ? 1 : 0;
                }
            }
            if (common > most) {
                most = common;
                best = one;
            }
        }
        return best;
    }

    /** The typical sample; not to be changed. */
    byte[] sample() {
        return typical;
    }

    /** What is usual in the place of a field of another sample. */
    Value of(SampleField asked) {
        int from = asked.offset();
        int to = from + asked.length();
        int in = (int) normals.stream()
                .filter(normal -> Arrays.equals(normal, from, to, typical, from, to))
                .count();
        if (asked.kind() == SampleField.Kind.PACKET) {
            // A whole packet is hardly ever equal to another one: it is there or not.
            boolean there = typical[from] != 0;
            int alike = (int) normals.stream()
                    .filter(normal -> (normal[from] != 0) == there)
                    .count();
            return new Value(there ? "there" : "none", alike);
        }
        SampleField usual = fields.stream()
                .filter(field -> field.offset() <= from && from < field.offset() + field.length())
                .findFirst()
                .orElseThrow();
        String value = usual.value(typical);
        boolean same = usual.name().equals(asked.name()) || usual.kind() == SampleField.Kind.PACKET;
        return new Value(same || usual.kind() == SampleField.Kind.NONE ? value : usual.name() + " " + value, in);
    }
}
