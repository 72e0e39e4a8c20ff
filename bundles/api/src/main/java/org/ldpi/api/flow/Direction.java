package org.ldpi.api.flow;

/** Which packets belong to one flow. Part of a model's signature. */
public enum Direction {
    /** Packets from one endpoint to the other; the way back is another flow. */
    ONE_WAY,
    /** Packets both ways; the flow's source is the sender of its first packet. */
    TWO_WAY
}
