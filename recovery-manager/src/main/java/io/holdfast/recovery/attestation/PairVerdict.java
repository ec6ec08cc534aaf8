package io.holdfast.recovery.attestation;

/** What the attestations say of the peer of a node in a pair. */
public enum PairVerdict {
    /** Each vouches for the other. */
    FINE("the peer works", false, false),
    /** Nobody of a majority hears the peer. */
    PEER_DEAD("the peer is dead, or cut off from all", true, true),
    /** The peer is heard, but does not do its work. */
    PEER_STUCK("the peer is stuck", true, true),
    /** The peer works, but not towards its networks. */
    PEER_DETACHED("the peer is cut off from its networks", true, true),
    /** The peer's clock or disk is not to be trusted. */
    PEER_UNSOUND("the peer is unsound", true, true),
    /** Both work, but do not hear each other: somebody else vouches for the peer. */
    LINK_CUT("the link between the two is cut", true, false),
    /** This node is not with a majority: it cannot tell, and must not act. */
    CUT_OFF("this node is cut off from a majority", false, false),
    /** What is known does not suffice yet. */
    UNDECIDED("not decided yet", false, false);

    private final String text;
    private final boolean mayGoSolo;
    private final boolean mayTakeOver;

    PairVerdict(final String text, final boolean mayGoSolo, final boolean mayTakeOver) {
        this.text = text;
        this.mayGoSolo = mayGoSolo;
        this.mayTakeOver = mayTakeOver;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** Whether a master may propose to go on without its replica. */
    public boolean mayGoSolo() {
        return mayGoSolo;
    }

    /** Whether a replica may propose to take over. */
    public boolean mayTakeOver() {
        return mayTakeOver;
    }
}
