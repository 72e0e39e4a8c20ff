package org.ldpi.lab.plan;

import java.util.List;

/**
 * One thing one host does: a program run once, bounded in time, whose packets all get one label.
 *
 * @param id number in the day, from 0; gives the group id its processes run under
 * @param name kind of activity
 * @param label label of its flows, {@code class/type/subtype}
 * @param tool program that makes the traffic
 * @param host name of the host it runs on
 * @param source IPv4 address of that host
 * @param target address or name it is aimed at
 * @param ports port or ports it is aimed at, as text; {@code -} for none
 * @param offsetMillis start, milliseconds after the day's start
 * @param services services it cannot do without, empty for none
 * @param limitSeconds it is ended after this many seconds
 * @param script what {@code sh -c} runs; {@code $LAB} is the lab's own folder
 */
public record Activity(
        int id,
        String name,
        String label,
        String tool,
        String host,
        String source,
        String target,
        String ports,
        long offsetMillis,
        List<String> services,
        int limitSeconds,
        String script) {
    private static final int FIRST_GROUP = 200_000;

    /** Group id of its processes; packets are told apart by it. */
    public int group() {
        return FIRST_GROUP + id;
    }

    /** The lowest group id an activity can have. */
    public static int firstGroup() {
        return FIRST_GROUP;
    }

    /** Whether it is an attack. */
    public boolean malicious() {
        return label.startsWith("malicious/");
    }
}
