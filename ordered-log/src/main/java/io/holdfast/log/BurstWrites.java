package io.holdfast.log;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Which packets of the burst at hand have changed state.
 *
 * <p>A packet that only read can be left out of replay: nothing depends on it. Accesses are put down to the packet for
 * which the element says that it acts; a change that nobody's packet made, as of a timer, keeps the whole burst, and so
 * does a read or an output of nobody's in a burst that changes anything: replay could not tell whether to repeat it.
 *
 * <p>An origin is a burst's number and a packet's place in it, so that a packet that an element has kept since an
 * earlier burst is nobody's. One per worker, used by its thread.
 */
public class BurstWrites {
    /** All packets of a burst. */
    public static final long WHOLE = -1L;

    private static final int INDEX_BITS = 6;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int NOBODY = PacketBatch.BURST_PACKETS;

    static {
        assert PacketBatch.BURST_PACKETS < INDEX_MASK;
    }

    private long written;
    private boolean isAnyWritten;
    private boolean isAnyNobodys;
    private int base;
    private int actor = NOBODY;

    /** A burst begins, in which nothing has been changed. */
    public void beginBurst(final long burst) {
        written = 0;
        isAnyWritten = false;
        isAnyNobodys = false;
        base = base(burst);
        actor = NOBODY;
    }

    private static int base(final long burst) {
        return (int) burst << INDEX_BITS & Integer.MAX_VALUE;
    }

    /** What a packet is marked with that comes in at a place of a burst. */
    static int origin(final long burst, final int index) {
        return base(burst) | index;
    }

    /** Place in the burst at hand, {@code BURST_PACKETS} for nobody's. */
    int indexOf(final int origin) {
        return origin != Packet.NO_ORIGIN && (origin & ~INDEX_MASK) == base ? origin & INDEX_MASK : NOBODY;
    }

    /** What follows is done for this packet. */
    public void actFor(final int origin) {
        actor = indexOf(origin);
    }

    /** Place of the packet for which something is done now. */
    public int actor() {
        return actor;
    }

    /** State is read. */
    public void read() {
        isAnyNobodys |= actor == NOBODY;
    }

    /** State is changed. */
    public void wrote() {
        isAnyWritten = true;
        isAnyNobodys |= actor == NOBODY;
        written |= 1L << actor;
    }

    /** An output leaves that is nobody's. */
    void nobodysOutput() {
        isAnyNobodys = true;
    }

    /** Whether anything has been changed. */
    public boolean isAny() {
        return isAnyWritten;
    }

    /** The packets to keep, a bit for each place, or {@link #WHOLE}. */
    public long kept() {
        return isAnyNobodys ? WHOLE : written;
    }

    /** Whether what was done for the packet at a place is among what is kept. */
    static boolean isKept(final long kept, final int index) {
        return kept == WHOLE || (kept >>> index & 1) != 0;
    }
}
