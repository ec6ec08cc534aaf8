package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.element.SoftState;
import io.holdfast.packet.NativeMemory;

/**
 * Proposes source ports for a new mapping, one after the other.
 *
 * <p>Its only state is the place of the next sequential port, in a local container: 8 bytes. Each worker begins
 * elsewhere in the range, so that workers seldom try the same port. Randomness is the context's, one number per
 * mapping. Ports are proposed without repetition, so that a range is searched to its end before a mapping fails, as far
 * as the number of tries allows.
 */
@SoftState("of the mapping at hand")
final class PortChooser {
    private static final long CURSOR_BYTES = 8;

    private final PortRange range;
    private final ElementContext context;
    private final LocalState cursor;
    private final int workerBegin;
    private int originalPort;
    private int tries;
    private long random;
    private int place;
    private int step;

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

    /** Starts the proposals for the same packet again. */
    void beginAgain() {
        tries = 0;
    }

    /** Proposals after which {@link #next()} repeats itself. */
    int count() {
        return range.choice() == PortRange.Choice.PRESERVE ? range.size() + 1 : Math.max(1, range.size());
    }

    /** The next proposal. */
    int next() {
        final int attempt = tries++;
        return switch (range.choice()) {
            case KEEP -> originalPort;
            case SEQUENTIAL -> nextInTurn();
            case RANDOM -> nextAtRandom(attempt);
            case PRESERVE -> {
                if (!range.contains(originalPort)) {
                    yield nextAtRandom(attempt);
                }
                yield attempt == 0 ? originalPort : nextAtRandom(attempt - 1);
            }
        };
    }

    private int nextInTurn() {
        final long used = NativeMemory.getLong(cursor.address());
        cursor.changing();
        NativeMemory.putLong(cursor.address(), used + 1);
        return range.begin() + (int) ((workerBegin + used) % range.size());
    }

    /** A random place, then on from there by a random step that has no factor in common: every port comes once. */
    private int nextAtRandom(final int attempt) {
        final int size = range.size();
        if (attempt == 0) {
            random = context.nextRandom();
            place = (int) Math.unsignedMultiplyHigh(random, size);
        } else {
            if (attempt == 1) {
                step = stepFor((int) (random & Integer.MAX_VALUE), size);
            }
            place = (place + step) % size;
        }
        return range.begin() + place;
    }

    private static int stepFor(final int bits, final int size) {
        int step = 1 + bits % size;
        while (hasCommonFactor(step, size)) {
            step++;
        }
        return step;
    }

    private static boolean hasCommonFactor(final int a, final int b) {
        int larger = a;
        int smaller = b;
        while (smaller != 0) {
            final int rest = larger % smaller;
            larger = smaller;
            smaller = rest;
        }
        return larger != 1;
    }
}
