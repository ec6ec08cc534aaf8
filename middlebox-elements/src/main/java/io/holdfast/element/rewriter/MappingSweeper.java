package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.element.SharedTable;
import io.holdfast.element.Timer;
import io.holdfast.packet.NativeMemory;

/**
 * Finds expired mappings: a timer visits a few stripes per tick, so that the whole table is seen in a bounded time.
 *
 * <p>The visit notes the keys of what looks expired, at most {@link #MAX_EXPIRED_PER_VISIT}; after the access each is
 * expired by {@link MappingTable#expire}, which needs other stripes. A stripe with more is visited again at the next
 * tick. Worker w of n sweeps the stripes w, w + n, w + 2n ...; which one is next is local state, 8 bytes.
 */
final class MappingSweeper {
    /** Mappings expired in one visit of a stripe. */
    static final int MAX_EXPIRED_PER_VISIT = 256;

    private static final long MIN_TICK_NS = 1_000_000;
    private static final long CURSOR_BYTES = 8;

    private final ElementContext context;
    private final MappingTable mappings;
    private final RewriterSettings settings;
    private final Timer timer;
    private final LocalState cursor;
    private final SharedTable.EntryVisitor visitor = this::visit;
    private final long[] expiredKeys = new long[2 * MAX_EXPIRED_PER_VISIT];
    private final int ownStripes;
    private final int stripesPerTick;
    private final long tickNs;
    private int expiredCount;
    private long nowNs;

    MappingSweeper(final ElementContext context, final MappingTable mappings, final RewriterSettings settings) {
        this.context = context;
        this.mappings = mappings;
        this.settings = settings;
        timer = context.timer(this::onTick);
        cursor = context.localState("sweep", CURSOR_BYTES);
        final int stripes = mappings.entries().stripes();
        ownStripes = (stripes - context.worker() + context.workers() - 1) / context.workers();
        tickNs = Math.max(MIN_TICK_NS, settings.sweepIntervalNs() / Math.max(1, ownStripes));
        final long ticks = Math.max(1, settings.sweepIntervalNs() / tickNs);
        stripesPerTick = (int) ((ownStripes + ticks - 1) / ticks);
    }

    void start() {
        if (ownStripes > 0) {
            timer.schedule(context.timeNs() + tickNs);
        }
    }

    private void onTick() {
        nowNs = context.timeNs();
        cursor.changing();
        for (int i = 0; i < stripesPerTick; i++) {
            final long turn = NativeMemory.getLong(cursor.address());
            final boolean isDone = sweep(context.worker() + context.workers() * (int) turn);
            NativeMemory.putLong(cursor.address(), isDone ? (turn + 1) % ownStripes : turn);
        }
        timer.schedule(nowNs + tickNs);
    }

    private boolean sweep(final int stripe) {
        expiredCount = 0;
        mappings.entries().sweep(stripe, visitor);
        for (int i = 0; i < expiredCount; i++) {
            mappings.expire(expiredKeys[2 * i], expiredKeys[2 * i + 1], nowNs);
        }
        return expiredCount < MAX_EXPIRED_PER_VISIT;
    }

    private boolean visit(final long key0, final long key1, final long value) {
        if (expiredCount < MAX_EXPIRED_PER_VISIT && settings.isExpired(value, FlowKey.protocol(key1), nowNs)) {
            expiredKeys[2 * expiredCount] = key0;
            expiredKeys[2 * expiredCount + 1] = key1;
            expiredCount++;
        }
        return false;
    }
}
