package org.ldpi.model.jar;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.NormalFlow;

/** The entry {@value ModelJar#FLOWS}: training flows, one a line, columns with a tab between them. */
final class NormalFlows {
    private static final int COLUMNS = 8;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_PROTOCOL = 255;
    private static final int MOST_VLAN = 4_095;

    /** Literals only: a name would be asked of the network. */
    private static final Pattern LITERAL =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}");

    private NormalFlows() {}

    static byte[] write(List<NormalFlow> flows) {
        StringBuilder text = new StringBuilder();
        for (NormalFlow flow : flows) {
            FlowKey key = flow.key();
            text.append(String.join(
                            "\t",
                            flow.capture(),
                            Long.toString(flow.startNanos()),
                            key.source().getHostAddress(),
                            Integer.toString(key.sourcePort()),
                            key.destination().getHostAddress(),
                            Integer.toString(key.destinationPort()),
                            Integer.toString(key.protocol()),
                            Integer.toString(key.vlan())))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ModelException when a line is no flow; the message names the line */
    static List<NormalFlow> read(byte[] bytes) throws ModelException {
        List<NormalFlow> flows = new ArrayList<>();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            for (String line : text.lines().toList()) {
                flows.add(flow(line.split("\t", -1)));
            }
        } catch (CharacterCodingException e) {
            throw new ModelException(ModelJar.FLOWS + " is not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    ModelJar.FLOWS + ", line " + (flows.size() + 1) + ": not a flow: " + e.getMessage(), e);
        }
        return flows;
    }

    private static NormalFlow flow(String[] columns) {
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException(columns.length + " columns, expected " + COLUMNS);
        }
        FlowKey key = new FlowKey(
                address(columns[2]),
                within(columns[3], MOST_PORT),
                address(columns[4]),
                within(columns[5], MOST_PORT),
                within(columns[6], MOST_PROTOCOL),
                within(columns[7], MOST_VLAN));
        return new NormalFlow(columns[0], key, Long.parseLong(columns[1]));
    }

    private static int within(String text, int most) {
        int value = Integer.parseInt(text);
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " is not within 0 to " + most);
        }
        return value;
    }

    private static InetAddress address(String text) {
        try {
            if (LITERAL.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // said below
        }
        throw new IllegalArgumentException("'" + text.replaceAll("[^ -~]", "?") + "' is no address");
    }
}
