package io.holdfast.recovery;

import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.element.SharedCounter;
import io.holdfast.element.SharedPool;
import io.holdfast.element.SharedTable;
import io.holdfast.element.TableLayout;
import io.holdfast.element.Timer;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;

/**
 * Keeps accounts by the mark of each packet, in state of every kind, and lets all of it show in what it sends: the next
 * number of a sequence in the first four bytes, and a mix of all the rest behind the mark.
 */
final class Ledger extends Element {
    private static final long TICK_NS = 3_000_000;
    private static final int HISTORY_BYTES = 32 << 10;

    private ElementContext context;
    private SharedTable accounts;
    private SharedPool pool;
    private SharedCounter next;
    private LocalState history;
    private LocalState ticks;
    private Timer timer;

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        accounts = context.sharedTable("accounts", new TableLayout(4096, Long.BYTES, 64));
        pool = context.sharedPool("pool", 0, 5000);
        next = context.sharedCounter("next");
        history = context.localState("history", HISTORY_BYTES);
        ticks = context.localState("ticks", Long.BYTES);
        timer = context.timer(this::onTick);
        timer.schedule(context.timeNs() + TICK_NS);
        context.receiveFrom(context.portNumber("in"));
    }

    private void onTick() {
        ticks.changing();
        NativeMemory.putLong(ticks.address(), NativeMemory.getLong(ticks.address()) + 1);
        timer.schedule(context.timeNs() + TICK_NS);
    }

    @Override
    public int headerDepthBytes() {
        return 16;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            final int number = (int) next.getAndAdd(1) + 1;
            final int mark = batch.get(i).getInt(4);
            final long place = history.address() + (long) Math.floorMod(mark, HISTORY_BYTES / 4) * 4;
            history.changing();
            NativeMemory.putInt(place, NativeMemory.getInt(place) * 31 + number);
            batch.get(i).putInt(0, number);
            batch.get(i).putInt(8, mix(mark, NativeMemory.getInt(place)));
        }
        context.transmit(context.portNumber("out"), batch);
    }

    private int mix(final int mark, final int past) {
        long account = accounts.openWrite(mark, 0);
        if (account == SharedTable.NONE) {
            account = accounts.insert();
        }
        NativeMemory.putLong(account, NativeMemory.getLong(account) + 1);
        final long count = NativeMemory.getLong(account);
        accounts.close();
        final long tick = NativeMemory.getLong(ticks.address());
        return (int) (past ^ count * 7 ^ tick * 13 ^ pool.take() * 17L ^ context.nextRandom());
    }
}
