package io.holdfast.recovery.worm;

/**
 * A register of a message's segment, and a value for it.
 *
 * @param offset of the register in the segment
 * @param value for it
 */
public record Slot(int offset, RegisterValue value) {}
