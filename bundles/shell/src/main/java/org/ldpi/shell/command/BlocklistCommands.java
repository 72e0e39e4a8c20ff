package org.ldpi.shell.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ldpi.api.alert.Blocklist;

/** The commands about the blocklist. Each gives what it did in one line, or fails and has changed nothing. */
public final class BlocklistCommands {
    /** Takes all addresses from the list. */
    public static final String ALL = "all";

    private static final String BY_COMMAND = "by command";
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})([smhd])");
    /** Literals only: a name would be looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final Blocklist blocklist;

    BlocklistCommands(Blocklist blocklist) {
        this.blocklist = blocklist;
    }

    /** The entries, those first that expire first. */
    public Table list() {
        return new Table(
                List.of("ADDRESS", "SINCE", "UNTIL", "REASON", "DROPPED FLOWS"),
                blocklist.entries().stream()
                        .map((Blocklist.Entry entry) -> List.of(
                                entry.address().getHostAddress(),
                                entry.since().toString(),
                                entry.until().toString(),
                                entry.reason(),
                                Long.toString(entry.dropped())))
                        .toList(),
                "no address is blocked");
    }

    /** One line that says what is done with blocked addresses. */
    public String summary() {
        Blocklist.Status status = blocklist.status();
        String drops = status.drops()
                ? "further flows of these are dropped unscored, " + status.dropped() + " so far"
                : "further flows of these are scored as all others: drop in org.ldpi.blocklist is off";
        return status.problem().isEmpty() ? drops : drops + "; not kept over a restart: " + status.problem();
    }

    /**
     * Blocks an address.
     *
     * @param time as in 90s, 30m, 2h, 1d; empty for the time that is configured
     */
    public String add(String address, String time) throws CommandFailure {
        try {
            Blocklist.Entry entry = blocklist.add(parse(address), time.isEmpty() ? null : duration(time), BY_COMMAND);
            return entry.address().getHostAddress() + " is blocked until " + entry.until();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /**
     * Takes an address from the list.
     *
     * @param address or {@link #ALL}
     */
    public String remove(String address) throws CommandFailure {
        if (address.equals(ALL)) {
            List<Blocklist.Entry> entries = blocklist.entries();
            entries.forEach(entry -> blocklist.remove(entry.address()));
            return entries.size() + (entries.size() == 1 ? " address is" : " addresses are") + " no longer blocked";
        }
        InetAddress given = parse(address);
        if (!blocklist.remove(given)) {
            throw new CommandFailure(given.getHostAddress() + " is not blocked, see ldpi:block-list");
        }
        return given.getHostAddress() + " is no longer blocked";
    }

    private static InetAddress parse(String text) throws CommandFailure {
        try {
            if (ADDRESS.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            // said below, as of what does not look like an address
        }
        throw new CommandFailure("'" + text + "' is no IPv4 or IPv6 address");
    }

    private static Duration duration(String text) throws CommandFailure {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new CommandFailure("--for: '" + text + "' is no time as in 90s, 30m, 2h or 1d");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
