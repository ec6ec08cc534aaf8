package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.packet.NativeMemory;

/**
 * Proposes source ports for a new mapping, one after the other.
 *
 * <p>Its only state is the place of the next sequential port, in a local container: 8 bytes. Each worker begins
 * elsewhere in the range, so that workers seldom try the same port. Randomness is the context's, one number per
 * mapping, spread over the tries.
 */
final class PortChooser {
    private static final long CURSOR_BYTES = 8;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final PortRange range;
    private final ElementContext context;
    private final LocalState cursor;
    private final int workerBegin;
    private int originalPort;
    private int tries;
    private long random;

    PortChooser(final PortRange range, final ElementContext context, final String name) {
        this.range = range;
        this.context = context;
        cursor = range.choice() == PortRange.Choice.SEQUENTIAL ? context.localState(name, CURSOR_BYTES) : null;
        workerBegin = (int) ((long) range.size() * context.worker() / context.workers());
    }

    /** Starts the proposals for a packet with this source port. */
    void begin(final int packetPort) {
        originalPort = packetPort;
        tries = 0;
    }

    /** Ports that can be proposed in all, however often {@link #next()} is called. */
    int count() {
        return Math.max(1, range.size());
    }

    /** The next proposal. */
    int next() {
        final int attempt = tries++;
        return switch (range.choice()) {
            case KEEP -> originalPort;
            case SEQUENTIAL -> nextInTurn();
            case RANDOM -> nextAtRandom(attempt);
            case PRESERVE -> {
                if (attempt == 0 && range.contains(originalPort)) {
                    yield originalPort;
                }
                yield range.size() == 1
                        ? range.begin()
                        : nextAtRandom(range.contains(originalPort) ? attempt - 1 : attempt);
            }
        };
    }

    private int nextInTurn() {
        final long used = NativeMemory.getLong(cursor.address());
        cursor.changing();
        NativeMemory.putLong(cursor.address(), used + 1);
        return range.begin() + (int) ((workerBegin + used) % range.size());
    }

    private int nextAtRandom(final int attempt) {
        if (attempt == 0) {
            random = context.nextRandom();
        }
        long bits = random + attempt * SPREAD;
        bits = (bits ^ bits >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d0_49bb_1331_11ebL;
        bits ^= bits >>> 31;
        return range.begin() + (int) Math.unsignedMultiplyHigh(bits, range.size());
    }
}
