package io.holdfast.recovery.worm;

/** Which acceptors have agreed to one request, and which have not. Used by the proposer's thread. */
final class Quorum {
    /** Members are bits of a long. */
    static final int MOST_MEMBERS = 63;

    private final int members;
    private long agreed;
    private long denied;
    private boolean isRefused;
    private Ballot highest = Ballot.NONE;

    Quorum(final int members) {
        this.members = members;
    }

    private Quorum(final Quorum other) {
        members = other.members;
        agreed = other.agreed;
        denied = other.denied;
        isRefused = other.isRefused;
        highest = other.highest;
    }

    Quorum copy() {
        return new Quorum(this);
    }

    static int majority(final int members) {
        return members / 2 + 1;
    }

    void agree(final int member) {
        agreed |= bit(member);
    }

    void deny(final int member, final Ballot promised) {
        denied |= bit(member);
        if (highest.isBelow(promised)) {
            highest = promised;
        }
    }

    void refuse(final int member) {
        denied |= bit(member);
        isRefused = true;
    }

    private long bit(final int member) {
        return member >= 0 && member < members ? 1L << member : 0;
    }

    boolean isReached() {
        return Long.bitCount(agreed) >= majority(members);
    }

    /** Whether so many have denied that it can never be reached. */
    boolean isLost() {
        return members - Long.bitCount(denied & ~agreed) < majority(members);
    }

    boolean isDenied() {
        return denied != 0;
    }

    /** Whether a limit was among the reasons. */
    boolean isRefused() {
        return isRefused;
    }

    boolean hasAnswered(final int member) {
        return ((agreed | denied) & bit(member)) != 0;
    }

    /** The highest ballot that denied. */
    Ballot highest() {
        return highest;
    }

    @Override
    public String toString() {
        return Long.toHexString(agreed) + "/" + Long.toHexString(denied) + "/" + isRefused + "/" + highest;
    }
}
