package io.holdfast.element.standard;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.element.Timer;
import io.holdfast.packet.NativeMemory;

/** Removes neighbours not heard of for too long: worker 0 visits one stripe per tick, all of them in one timeout. */
final class ArpAgeing {
    private static final long CURSOR_BYTES = 8;

    private final ElementContext context;
    private final NeighbourTable neighbours;
    private final LocalState cursor;
    private final Timer timer;
    private final long tickNs;

    ArpAgeing(final ElementContext context, final NeighbourTable neighbours, final long timeoutNs) {
        this.context = context;
        this.neighbours = neighbours;
        cursor = context.localState("ageing", CURSOR_BYTES);
        timer = context.timer(this::onTick);
        tickNs = Math.max(1_000_000, timeoutNs / neighbours.stripes());
    }

    void start() {
        if (context.worker() == 0) {
            timer.schedule(context.timeNs() + tickNs);
        }
    }

    private void onTick() {
        final long stripe = NativeMemory.getLong(cursor.address());
        neighbours.age((int) stripe, context.timeNs());
        cursor.changing();
        NativeMemory.putLong(cursor.address(), (stripe + 1) % neighbours.stripes());
        timer.schedule(context.timeNs() + tickNs);
    }
}
