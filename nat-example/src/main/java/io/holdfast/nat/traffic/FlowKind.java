package io.holdfast.nat.traffic;

/** The kinds of flow that the traffic consists of. */
public enum FlowKind {
    /** A connection that stays open from beginning to end. */
    LONG_LIVED,
    /** A connection that exchanges a few messages and closes. */
    SHORT,
    /** Datagrams from one port of the client to one of the server, and back. */
    UDP
}
