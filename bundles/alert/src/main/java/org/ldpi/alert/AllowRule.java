package org.ldpi.alert;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.flow.FlowKey;

/**
 * Flows that raise no alert, however they score. A rule is words and their values, all of which must hold: {@code net
 * 10.1.0.0/16} (either address), {@code port 5000} or {@code port 5000-5100} (either port), {@code proto udp} (a name or
 * number), {@code time 22:00-06:00} (UTC, of the flow's last packet, the end excluded).
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record AllowRule(byte[] network, int bits, int firstPort, int lastPort, int protocol, LocalTime from, LocalTime to) {
    private static final int ANY = -1;

    /** @throws IllegalArgumentException when the text is no rule; the message says why */
    static AllowRule parse(String text) {
        String[] words = text.strip().split("\\s+");
        AllowRule rule = new AllowRule(null, 0, ANY, ANY, ANY, null, null);
        if (words.length < 2 || words.length % 2 != 0) {
            throw new IllegalArgumentException("allow '" + text + "': not words and their values");
        }
        for (int i = 0; i < words.length; i += 2) {
            try {
                rule = rule.with(words[i], words[i + 1]);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("allow '" + text + "': " + e.getMessage(), e);
            }
        }
        return rule;
    }

    private AllowRule with(String word, String value) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "net" -> withNetwork(value);
            case "port" -> {
                int[] range = range(value, 65_535);
                yield new AllowRule(network, bits, range[0], range[1], protocol, from, to);
            }
            case "proto" -> new AllowRule(network, bits, firstPort, lastPort, protocol(value), from, to);
            case "time" -> withTime(value);
            default -> throw new IllegalArgumentException("'" + word + "' is none of net, port, proto, time");
        };
    }

    private AllowRule withNetwork(String value) {
        int slash = value.indexOf('/');
        String literal = slash < 0 ? value : value.substring(0, slash);
        if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("'" + literal + "' is no address");
        }
        try {
            byte[] address = InetAddress.getByName(literal).getAddress();
            int most = 8 * address.length;
            int prefix = slash < 0 ? most : range(value.substring(slash + 1), most)[0];
            return new AllowRule(address, prefix, firstPort, lastPort, protocol, from, to);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + literal + "' is no address", e);
        }
    }

    private AllowRule withTime(String value) {
        String[] ends = value.split("-", 2);
        try {
            return new AllowRule(
                    network,
                    bits,
                    firstPort,
                    lastPort,
                    protocol,
                    LocalTime.parse(ends[0]),
                    LocalTime.parse(ends.length > 1 ? ends[1] : ""));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + value + "' is no time as in 22:00-06:00", e);
        }
    }

    private static int protocol(String value) {
        for (int number = 0; number < 256; number++) {
            if (FlowKey.protocolName(number).equalsIgnoreCase(value)
                    || Integer.toString(number).equals(value)) {
                return number;
            }
        }
        throw new IllegalArgumentException("'" + value + "' is no protocol");
    }

    private static int[] range(String value, int most) {
        String[] ends = value.split("-", 2);
        try {
            int first = Integer.parseInt(ends[0]);
            int last = ends.length > 1 ? Integer.parseInt(ends[1]) : first;
            if (first >= 0 && first <= last && last <= most) {
                return new int[] {first, last};
            }
        } catch (NumberFormatException e) {
            // said below, as for numbers that are out of range
        }
        throw new IllegalArgumentException("'" + value + "' is not within 0 to " + most);
    }

    boolean matches(Flow flow) {
        FlowKey key = flow.key();
        return (network == null || within(key.source()) || within(key.destination()))
                && (firstPort == ANY || port(key.sourcePort()) || port(key.destinationPort()))
                && (protocol == ANY || protocol == key.protocol())
                && (from == null || inTime(flow.end().atOffset(ZoneOffset.UTC).toLocalTime()));
    }

    private boolean within(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private boolean port(int port) {
        return port >= firstPort && port <= lastPort;
    }

    private boolean inTime(LocalTime now) {
        boolean afterFrom = !now.isBefore(from);
        boolean beforeTo = now.isBefore(to);
        return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
    }
}
