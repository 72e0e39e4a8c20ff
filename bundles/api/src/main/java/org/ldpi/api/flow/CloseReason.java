package org.ldpi.api.flow;

/** Why a flow head was closed. Each flow is scored once, whatever the reason. */
public enum CloseReason {
    /** The head has its n packets. */
    FULL,
    /** A TCP packet with FIN came. */
    FIN,
    /** A TCP packet with RST came. */
    RST,
    /** No packet came for the idle timeout. */
    TIMEOUT,
    /** The table was full and this head had to make room. */
    EVICTED,
    /** The capture ended, or the sensor was stopped or reconfigured. */
    SHUTDOWN
}
