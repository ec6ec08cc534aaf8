package io.holdfast.recovery.simulation;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.element.SharedCounter;
import io.holdfast.element.SharedTable;
import io.holdfast.element.TableLayout;
import io.holdfast.element.Timer;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Runs the programs that packets carry, on state that remembers all its causes.
 *
 * <p>Every value is a hash of what made it, with the set of events behind it. A worker's timer makes events too, and
 * sends a packet of its own.
 */
final class ProgramElement extends Element {
    /** Hears of every event, inside the access that makes it. */
    interface Probe {
        void onEvent(int worker, int event, int home, long hash);

        /** A reading of a clock that no log has. */
        long readOutsideClock();

        /** Whether what is done for a packet is put down to the one before. */
        boolean forgetsWhomItActsFor();
    }

    static final int TARGETS = 6;
    static final int STRIPES = 4;
    static final int TICKS = 8;
    static final int TICK_FLOW = 1000;
    static final int FIRST_TICK_ID = 10_000;
    private static final long TICK_NS = 9_000;
    private static final int VALUE_BYTES = Long.BYTES * (1 + ProgramPacket.CAUSE_WORDS);
    private static final TableLayout LAYOUT = new TableLayout(64, VALUE_BYTES, STRIPES);
    private static final ProgramPacket.Kind[] KINDS = ProgramPacket.Kind.values();

    /** Of the elements that this thread makes from now on; one thread builds all graphs of a simulation. */
    private static final ThreadLocal<Probe> NEXT_PROBE = new ThreadLocal<>();

    private final Probe probe = NEXT_PROBE.get();
    private final long[] causes = new long[ProgramPacket.CAUSE_WORDS];
    private final PacketBatch ticking = new PacketBatch();
    private ElementContext context;
    private SharedTable table;
    private SharedCounter counter;
    private LocalState local;
    private LocalState ticks;
    private Timer timer;
    private long accumulator;

    static void register(final ElementClasses classes) {
        classes.add("Program", "0/0", "runs the programs that packets carry", ProgramElement::new);
    }

    static void probe(final Probe probe) {
        NEXT_PROBE.set(probe);
    }

    /** The first of a worker's timer events. */
    static int tickEvent(final int worker) {
        return ProgramPacket.EVENTS - (worker + 1) * TICKS;
    }

    /** Where a worker's local events live; a target's number is the home of its own. */
    static int localHome(final int worker) {
        return TARGETS + worker;
    }

    @Override
    public void configure(final Arguments arguments) {
        arguments.rest();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        table = context.sharedTable("values", LAYOUT);
        counter = context.sharedCounter("count");
        local = context.localState("local", VALUE_BYTES);
        ticks = context.localState("ticks", 2 * Long.BYTES);
        timer = context.timer(this::onTick);
        timer.schedule(1_000_000 + TICK_NS * (context.worker() + 1));
        context.receiveFrom(context.portNumber("in"));
    }

    @Override
    public int headerDepthBytes() {
        return ProgramPacket.DEPTH_BYTES;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (i == 0 || !probe.forgetsWhomItActsFor()) {
                context.actFor(batch.get(i));
            }
            if (run(batch.get(i))) {
                batch.set(kept++, batch.get(i));
            }
        }
        batch.size(kept);
        context.actForAll();
        context.transmit(context.portNumber("out"), batch);
    }

    /** Returns whether the packet is sent on; if not, it has leaked. */
    private boolean run(final Packet packet) {
        begin(packet.getInt(ProgramPacket.ID));
        final int ops = packet.getByte(ProgramPacket.OPS);
        int event = 2 * packet.getByte(ProgramPacket.FIRST_EVENT);
        long countSeen = 0;
        boolean isSent = true;
        for (int i = 0; i < ops; i++) {
            final int target = packet.getByte(ProgramPacket.PROGRAM + 2 * i + 1);
            switch (KINDS[packet.getByte(ProgramPacket.PROGRAM + 2 * i)]) {
                case READ -> read(target);
                case WRITE -> write(target, event++);
                case LOCAL -> changeLocal(event++);
                case COUNT -> countSeen = Math.max(countSeen, mix(counter.getAndAdd(1)) + 1);
                case GET -> countSeen = Math.max(countSeen, mix(counter.get()));
                case TIME -> mix(context.timeNs());
                case RANDOM -> mix(context.nextRandom());
                case OUTSIDE_CLOCK -> mix(probe.readOutsideClock());
                case KEEP_OUTSIDE_CLOCK -> keepOutsideClock();
                case LEAK -> isSent = false;
            }
        }
        finish(packet, countSeen);
        return isSent;
    }

    private void onTick() {
        final int tick = (int) NativeMemory.getLong(ticks.address());
        if (tick == TICKS) {
            return;
        }
        ticks.changing();
        NativeMemory.putLong(ticks.address(), tick + 1);
        timer.schedule(context.timeNs() + TICK_NS);
        final int id = FIRST_TICK_ID + context.worker() * TICKS + tick;
        begin(id);
        write(tick % TARGETS, tickEvent(context.worker()) + tick);
        final Packet packet = context.pool().allocate();
        packet.append(ProgramPacket.DEPTH_BYTES);
        NativeMemory.fill(packet.address(), ProgramPacket.DEPTH_BYTES, (byte) 0);
        packet.putInt(ProgramPacket.ID, id);
        packet.putShort(ProgramPacket.FLOW, TICK_FLOW + context.worker());
        finish(packet, 0);
        ticking.add(packet);
        context.transmit(context.portNumber("out"), ticking);
    }

    private void keepOutsideClock() {
        ticks.changing();
        NativeMemory.putLong(ticks.address() + Long.BYTES, probe.readOutsideClock());
    }

    private void begin(final int id) {
        accumulator = hash(id, 7);
        java.util.Arrays.fill(causes, 0);
    }

    private void finish(final Packet packet, final long countSeen) {
        packet.putInt(ProgramPacket.ACCUMULATOR, (int) (accumulator >>> 32));
        packet.putInt(ProgramPacket.ACCUMULATOR + 4, (int) accumulator);
        packet.putInt(ProgramPacket.COUNT_SEEN + 4, (int) countSeen);
        for (int i = 0; i < causes.length; i++) {
            NativeMemory.putLong(packet.address() + ProgramPacket.CAUSES + i * Long.BYTES, causes[i]);
        }
    }

    private void read(final int target) {
        final long value = table.openRead(target, 0);
        if (value == SharedTable.NONE) {
            mix(0);
        } else {
            takeCauses(value);
            mix(NativeMemory.getLong(value));
        }
        table.close();
    }

    private void write(final int target, final int event) {
        long value = table.openWrite(target, 0);
        if (value == SharedTable.NONE) {
            value = table.insert();
        }
        change(value, event, target);
        table.close();
    }

    private void changeLocal(final int event) {
        local.changing();
        change(local.address(), event, localHome(context.worker()));
    }

    private void change(final long value, final int event, final int home) {
        final long made = hash(NativeMemory.getLong(value), accumulator);
        causes[event >> 6] |= 1L << event;
        takeCauses(value);
        for (int i = 0; i < causes.length; i++) {
            NativeMemory.putLong(value + (i + 1L) * Long.BYTES, causes[i]);
        }
        NativeMemory.putLong(value, made);
        mix(made);
        probe.onEvent(context.worker(), event, home, made);
    }

    private void takeCauses(final long value) {
        for (int i = 0; i < causes.length; i++) {
            causes[i] |= NativeMemory.getLong(value + (i + 1L) * Long.BYTES);
        }
    }

    private long mix(final long seen) {
        accumulator = hash(accumulator, seen);
        return seen;
    }

    private static long hash(final long a, final long b) {
        final long h = (a ^ Long.rotateLeft(b, 29)) * 0x9E3779B97F4A7C15L + b;
        return h ^ h >>> 31;
    }
}
