package io.holdfast.nat.host;

/** States of a connection; which sides have finished is kept beside them. */
enum TcpState {
    /** Our SYN is out. */
    SYN_SENT,
    /** The other side's SYN is in, ours is out. */
    SYN_RECEIVED,
    /** Both SYNs are acknowledged, at least one FIN is not. */
    OPEN,
    /** Both sides have finished; the last acknowledgement may have to be repeated. */
    TIME_WAIT,
    /** Gone. */
    CLOSED
}
