package io.holdfast.recovery.worm;

/** What an acceptor knows of one register. */
final class RegisterState {
    Ballot promised = Ballot.NONE;
    Ballot accepted = Ballot.NONE;
    RegisterValue value;
    boolean decided;

    boolean isHeld() {
        return value != null;
    }

    AcceptedSlot slot(final int offset) {
        return new AcceptedSlot(offset, accepted, value, decided);
    }
}
