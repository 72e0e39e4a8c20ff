package org.ldpi.lab.label;

import org.ldpi.lab.pcap.FiveTuple;

/**
 * One row of a label file: for packets of this 5-tuple, in this capture file, within these times, this label holds.
 *
 * @param file capture file, relative to the data set's root
 * @param tuple one-way 5-tuple
 * @param firstNanos time of the first packet, ns since the epoch
 * @param lastNanos time of the last packet, ns since the epoch
 * @param label {@code class/type/subtype}, or {@link #UNCLEAR}
 * @param tool program that made the flow, {@code -} where the hosts' kernels did
 * @param packets number of packets
 */
public record FlowLabel(
        String file, FiveTuple tuple, long firstNanos, long lastNanos, String label, String tool, long packets) {
    /** Label of a flow that is both normal and attack, or cannot be told. */
    public static final String UNCLEAR = "unclear";

    /** Header of a label file. */
    public static final String HEADER = "file\tsrc\tsport\tdst\tdport\tprotocol\tfirst_ns\tlast_ns\tlabel\ttool";

    /** The row as written. */
    public String line() {
        return String.join(
                "\t",
                file,
                tuple.source(),
                "" + tuple.sourcePort(),
                tuple.destination(),
                "" + tuple.destinationPort(),
                "" + tuple.protocol(),
                "" + firstNanos,
                "" + lastNanos,
                label,
                tool);
    }

    /**
     * Reads a row.
     *
     * @param line a line of a label file, not its header
     * @return the row, its packets not counted
     * @throws IllegalArgumentException if it is none
     */
    public static FlowLabel parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != HEADER.split("\t").length) {
            throw new IllegalArgumentException("a row of " + fields.length + " fields");
        }
        FiveTuple tuple = new FiveTuple(
                fields[1],
                Integer.parseInt(fields[2]),
                fields[3],
                Integer.parseInt(fields[4]),
                Integer.parseInt(fields[5]));
        return new FlowLabel(
                fields[0], tuple, Long.parseLong(fields[6]), Long.parseLong(fields[7]), fields[8], fields[9], 0);
    }

    /** {@code benign}, {@code malicious} or {@code unclear}. */
    public String kind() {
        int slash = label.indexOf('/');
        return slash < 0 ? label : label.substring(0, slash);
    }
}
