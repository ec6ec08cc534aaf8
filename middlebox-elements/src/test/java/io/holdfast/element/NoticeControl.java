package io.holdfast.element;

import io.holdfast.packet.NativeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Notes which state a step was told to change, and fails if other state has changed, or was changed before it was told.
 *
 * <p>Large regions are compared only now and then.
 */
final class NoticeControl implements AccessControl {
    private static final long LARGE_BYTES = 16_384;
    private static final int LARGE_INTERVAL = 20;

    private final List<Watched> variables = new ArrayList<>();
    private final List<Watched> locals = new ArrayList<>();
    private boolean isWatching;
    private boolean hasNotice;
    private int steps;

    /** Memory that is compared with what it was. */
    private static final class Watched {
        private final StateRegion region;
        private byte[] before;
        private boolean isNoted;

        Watched(final StateRegion region) {
            this.region = region;
            before = bytes(region);
        }

        boolean isLarge() {
            return region.lengthBytes() > LARGE_BYTES;
        }

        boolean hasChanged() {
            return !Arrays.equals(before, bytes(region));
        }

        void note() {
            if (!isNoted && !isLarge() && hasChanged()) {
                throw new AssertionError("changed before it was told: " + region.name());
            }
            isNoted = true;
        }

        void check() {
            if (isNoted) {
                before = bytes(region);
                isNoted = false;
            } else if (hasChanged()) {
                throw new AssertionError("changed without being told: " + region.name());
            }
        }
    }

    /** Begins to watch a state that is complete. */
    void watch(final StateStore state) {
        for (int i = 0; i < state.variableCount(); i++) {
            variables.add(new Watched(state.variableRegion(i)));
        }
        for (int i = 0; i < state.localCount(); i++) {
            locals.add(new Watched(state.localRegion(i)));
        }
        isWatching = true;
    }

    /** Ends a step. Returns whether it was told that anything would change. */
    boolean endStep() {
        final boolean isLargeTurn = ++steps % LARGE_INTERVAL == 0;
        check(variables, isLargeTurn);
        check(locals, isLargeTurn);
        final boolean had = hasNotice;
        hasNotice = false;
        return had;
    }

    private static void check(final List<Watched> watched, final boolean isLargeTurn) {
        for (final Watched each : watched) {
            if (!each.isLarge() || isLargeTurn) {
                each.check();
            }
        }
    }

    @Override
    public void beginWrite(final int variable) {
        hasNotice = true;
        if (isWatching) {
            variables.get(variable).note();
        }
    }

    @Override
    public void localChange() {
        throw new AssertionError("a change was told without the number of the state");
    }

    @Override
    public void localChange(final int local) {
        hasNotice = true;
        if (isWatching) {
            locals.get(local).note();
        }
    }

    static byte[] bytes(final StateRegion region) {
        final byte[] bytes = new byte[Math.toIntExact(region.lengthBytes())];
        NativeMemory.copyToArray(region.address(), bytes, 0, bytes.length);
        return bytes;
    }
}
