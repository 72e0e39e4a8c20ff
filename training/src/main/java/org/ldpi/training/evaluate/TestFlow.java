package org.ldpi.training.evaluate;

import org.ldpi.training.data.Truth;

/**
 * A flow that a model is judged by.
 *
 * @param capture index of its capture
 * @param startNanos time of its first packet, ns since the epoch
 * @param packets packets in the head
 * @param sample n x l unsigned bytes; shared, do not change
 * @param tool the program that made it, empty where nothing is said of it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TestFlow(
        int capture,
        String source,
        int sourcePort,
        String destination,
        int destinationPort,
        int protocol,
        long startNanos,
        int packets,
        byte[] sample,
        Truth truth,
        String label,
        String tool) {
    public boolean normal() {
        return truth == Truth.NORMAL;
    }
}
