package io.holdfast.recovery.worm;

/** Takes the registers of a segment in their order. Called by the client's thread. */
public interface SlotListener {
    /** The next register, and what it holds for ever. */
    void onSlot(int offset, RegisterValue value);

    /** Registers below this offset are forgotten; the next one told is this. */
    default void onTrimmed(final int end) {}
}
