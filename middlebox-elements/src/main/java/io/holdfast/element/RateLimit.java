package io.holdfast.element;

/**
 * A token bucket in local state: so many tokens a second, so many saved up at most.
 *
 * <p>Counts in billionths of a token, so that no rate is rounded. Used by the worker's thread.
 */
public final class RateLimit {
    private static final long ONE = 1_000_000_000L;
    private static final int LEVEL = 0;
    private static final int UPDATED_NS = 1;
    private static final int RATE = 2;
    private static final int CAPACITY = 3;

    /** Most tokens a second and most tokens saved: their billionths fit 63 bits. */
    public static final long MAX = Long.MAX_VALUE / ONE / 4;

    private final LocalLongs state;

    /**
     * Makes a bucket; during {@link Element#initialize}.
     *
     * @param tokensPerSecond 0 or more
     * @param capacityTokens saved at most, 1 or more
     * @param initialTokens in the bucket
     */
    public RateLimit(
            final ElementContext context,
            final String containerName,
            final long tokensPerSecond,
            final long capacityTokens,
            final long initialTokens) {
        state = new LocalLongs(context, containerName, 4);
        set(tokensPerSecond, capacityTokens);
        state.set(LEVEL, Math.min(initialTokens, state.get(CAPACITY)) * ONE);
        state.set(UPDATED_NS, -1);
    }

    /** Changes rate and capacity; tokens that are there stay, up to the capacity. */
    public void set(final long tokensPerSecond, final long capacityTokens) {
        state.set(RATE, Math.clamp(tokensPerSecond, 0, MAX));
        state.set(CAPACITY, Math.clamp(capacityTokens, 1, MAX));
        state.set(LEVEL, Math.min(state.get(LEVEL), state.get(CAPACITY) * ONE));
    }

    public long tokensPerSecond() {
        return state.get(RATE);
    }

    /** Whole tokens in the bucket; may be below 0 after {@link #take}. */
    public long tokens(final long nowNs) {
        refill(nowNs);
        return Math.floorDiv(state.get(LEVEL), ONE);
    }

    /** Takes tokens, be they there or not. */
    public void take(final long count) {
        state.add(LEVEL, -count * ONE);
    }

    /** When the bucket will hold a token, in nanoseconds of the epoch; {@link Timer#NOT_SET} if never. */
    public long readyNs(final long nowNs) {
        refill(nowNs);
        final long missing = ONE - state.get(LEVEL);
        final long rate = state.get(RATE);
        if (missing <= 0) {
            return nowNs;
        }
        return rate == 0 ? Timer.NOT_SET : nowNs + Math.ceilDiv(missing, rate);
    }

    private void refill(final long nowNs) {
        final long updatedNs = state.get(UPDATED_NS);
        if (updatedNs == nowNs) {
            return;
        }
        state.set(UPDATED_NS, nowNs);
        if (updatedNs < 0) {
            return;
        }
        final long rate = state.get(RATE);
        final long room = state.get(CAPACITY) * ONE - state.get(LEVEL);
        final long elapsedNs = nowNs - updatedNs;
        final boolean fills = rate > 0 && elapsedNs >= Math.ceilDiv(room, rate);
        state.add(LEVEL, fills ? room : elapsedNs * rate);
    }
}
