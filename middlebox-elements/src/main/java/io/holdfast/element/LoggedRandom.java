package io.holdfast.element;

import io.holdfast.packet.NativeMemory;

/**
 * A worker's random numbers: a function of the seed and of how many were taken (SplitMix64).
 *
 * <p>The generator's state lies in local state, so that it is part of snapshots. Used by the worker's thread.
 */
final class LoggedRandom {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final LocalState state;

    LoggedRandom(final LocalState state, final long seed) {
        this.state = state;
        NativeMemory.putLong(state.address(), seed);
    }

    long next() {
        state.changing();
        final long step = NativeMemory.getLong(state.address()) + GOLDEN_GAMMA;
        NativeMemory.putLong(state.address(), step);
        long z = (step ^ step >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
