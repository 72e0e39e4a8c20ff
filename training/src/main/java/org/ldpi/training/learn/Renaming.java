package org.ldpi.training.learn;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ldpi.api.quantizer.PacketRow;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Gives the names in a flow others: which host was asked for, or which topic, is another one tomorrow and says nothing of
 * what a flow does. A name is a run of at least two letters, digits, dashes and underscores behind a byte with its length,
 * as labels of DNS (RFC 1035, section 3.1), server names of TLS and strings of MQTT are. The same name becomes the same
 * name in all packets of a flow; lengths change a little, and with them the lengths in the headers of IP and UDP.
 *
 * <p>Knows the form of samples of both profiles: rows begin with an IP header without its addresses. Immutable,
 * thread-safe.
 */
final class Renaming {
    private static final int LEAST_NAME = 2;
    private static final int MOST_NAME = 63;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private final SampleShape shape;

    Renaming(SampleShape shape) {
        this.shape = shape;
    }

    /** The flow with other names, a copy. */
    byte[] of(byte[] sample, RandomGenerator random) {
        byte[] renamed = sample.clone();
        Map<String, String> names = new HashMap<>();
        for (int row = 0; row < shape.packets(); row++) {
            rename(renamed, row * shape.bytes(), names, random);
        }
        return renamed;
    }

    private void rename(byte[] sample, int start, Map<String, String> names, RandomGenerator random) {
        PacketRow row = PacketRow.of(sample, start, shape.bytes());
        if (row.protocol() != PacketRow.TCP && row.protocol() != PacketRow.UDP) {
            return;
        }
        int end = row.end();
        for (int at = row.payload(); at < end - LEAST_NAME; at++) {
            int length = sample[at];
            if (length < LEAST_NAME || length > MOST_NAME || at + 1 + length > end || !isName(sample, at + 1, length)) {
                continue;
            }
            String name = text(sample, at + 1, length);
            String other = names.computeIfAbsent(name, key -> another(key, random));
            if (at + 1 + other.length() > end || (other.length() < length && sample[end - 1] != 0)) {
                // What would come in from behind is not known.
                other = other.length() < length ? other + name.substring(other.length()) : other.substring(0, length);
            }
            replace(sample, at, length, other, end);
            int more = other.length() - length;
            row.word(sample, row.lengthField(), row.word(sample, row.lengthField()) + more);
            if (row.protocol() == PacketRow.UDP) {
                int field = row.transport() + PacketRow.UDP_LENGTH;
                row.word(sample, field, row.word(sample, field) + more);
            }
            at += other.length();
        }
    }

    private static boolean isName(byte[] sample, int from, int length) {
        for (int i = from; i < from + length; i++) {
            int c = sample[i];
            boolean part =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!part) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] sample, int from, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = from; i < from + length; i++) {
            text.append((char) sample[i]);
        }
        return text.toString();
    }

    /** Of about the same length, with letters for letters and digits for digits. */
    private static String another(String name, RandomGenerator random) {
        int length = Math.max(LEAST_NAME, Math.min(MOST_NAME, name.length() - 2 + random.nextInt(6)));
        StringBuilder other = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i * name.length() / length);
            if (Character.isDigit(c)) {
                other.append((char) ('0' + random.nextInt(10)));
            } else if (Character.isUpperCase(c)) {
                other.append(Character.toUpperCase(LETTERS.charAt(random.nextInt(LETTERS.length()))));
            } else if (Character.isLowerCase(c)) {
                other.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            } else {
                other.append(c);
            }
        }
        return other.toString();
    }

    private static void replace(byte[] sample, int at, int length, String other, int end) {
        int behind = at + 1 + length;
        int newBehind = at + 1 + other.length();
        int moved = Math.min(end - behind, end - newBehind);
        System.arraycopy(sample, behind, sample, newBehind, moved);
        for (int i = newBehind + moved; i < end; i++) {
            sample[i] = 0;
        }
        sample[at] = (byte) other.length();
        for (int i = 0; i < other.length(); i++) {
            sample[at + 1 + i] = (byte) other.charAt(i);
        }
    }
}
