package io.holdfast.recovery.worm;

import java.util.BitSet;
import java.util.List;

/**
 * The right to write captured registers, each once, until somebody captures them anew. Made by
 * {@link WormClient#capture}, of use with the client that made it.
 */
public final class CaptureToken {
    private final RegisterRange range;
    private final Ballot ballot;
    private final BitSet free;

    CaptureToken(final RegisterRange range, final Ballot ballot, final BitSet free) {
        this.range = range;
        this.ballot = ballot;
        this.free = free;
    }

    public RegisterRange range() {
        return range;
    }

    Ballot ballot() {
        return ballot;
    }

    /** Whether the register was empty and has not been written with this token. */
    public boolean isFree(final int offset) {
        return range.contains(offset) && free.get(offset - range.first());
    }

    /** Uses the token for these registers: two values under one ballot would break them. */
    void use(final List<Slot> slots) {
        for (final Slot slot : slots) {
            if (!isFree(slot.offset())) {
                throw new IllegalArgumentException("the token for " + range + " does not allow to write "
                        + range.segment() + "/" + slot.offset() + ": not captured, not empty, or written already");
            }
            free.clear(slot.offset() - range.first());
        }
    }
}
