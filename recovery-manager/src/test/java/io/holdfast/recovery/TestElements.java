package io.holdfast.recovery;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.element.SharedCounter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Elements whose state shows in what they send. */
final class TestElements {
    /** Sequence number that an announcement carries. */
    static final int ANNOUNCEMENT = -1;

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private TestElements() {}

    static ElementClasses classes() {
        final ElementClasses classes = ElementClasses.standard();
        classes.add("Sequencer", "0/0", "stamps every packet with the next number", () -> new Sequencer(true));
        classes.add("ForgetfulSequencer", "0/0", "does not say that it changes state", () -> new Sequencer(false));
        classes.add("Ledger", "0/0", "keeps accounts by mark, in state of every kind", Ledger::new);
        classes.add("Clock", "0/0", "stamps every packet with the milliseconds of the logged time", Clock::new);
        classes.add("KeepOne", "0/0", "keeps each packet until the next one comes", KeepOne::new);
        classes.add("Nondeterministic", "0/0", "stamps packets with what only one node knows", Nondeterministic::new);
        classes.add("Astray", "0/0", "touches another variable when a marked packet is replayed", Astray::new);
        classes.add("Stuck", "0/0", "hangs at a marked packet", Stuck::new);
        return classes;
    }

    /** Writes the next number of a sequence over the first four bytes, from port 0 to port 1. */
    private static final class Sequencer extends Element {
        private final boolean tells;
        private ElementContext context;
        private LocalState state;

        private Sequencer(final boolean tells) {
            this.tells = tells;
        }

        @Override
        public void configure(final Arguments arguments) {
            arguments.rest();
        }

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
            state = context.localState("next", Long.BYTES);
            context.receiveFrom(context.portNumber("in"));
        }

        @Override
        public int headerDepthBytes() {
            return 8;
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                if (tells) {
                    state.changing();
                }
                final int next = NativeMemory.getInt(state.address()) + 1;
                NativeMemory.putInt(state.address(), next);
                batch.get(i).putInt(0, next);
            }
            context.transmit(context.portNumber("out"), batch);
        }

        @Override
        public void announce() {
            final PacketBatch batch = new PacketBatch();
            batch.add(context.pool().allocate());
            batch.get(0).append(Integer.BYTES);
            batch.get(0).putInt(0, ANNOUNCEMENT);
            context.transmit(context.portNumber("out"), batch);
        }
    }

    /** Writes the logged time over the first four bytes. */
    private static final class Clock extends Element {
        private ElementContext context;
        private LocalState state;

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
            state = context.localState("packets", Long.BYTES);
            context.receiveFrom(context.portNumber("in"));
        }

        @Override
        public int headerDepthBytes() {
            return 8;
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            state.changing();
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).putInt(0, (int) (context.timeNs() / 1_000_000));
            }
            context.transmit(context.portNumber("out"), batch);
        }
    }

    /** Holds a packet back until the next one comes, as an ARP querier does until an answer comes. */
    private static final class KeepOne extends Element {
        private final PacketBatch leaving = new PacketBatch();
        private ElementContext context;
        private LocalState state;
        private Packet kept;

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
            state = context.localState("kept", Long.BYTES);
            context.receiveFrom(context.portNumber("in"));
        }

        @Override
        public int headerDepthBytes() {
            return 8;
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            state.changing();
            for (int i = 0; i < batch.size(); i++) {
                if (kept != null) {
                    leaving.add(kept);
                }
                kept = batch.get(i);
            }
            batch.clear();
            if (!leaving.isEmpty()) {
                context.transmit(context.portNumber("out"), leaving);
            }
        }

        @Override
        public void close() {
            if (kept != null) {
                kept.free();
            }
        }
    }

    /** Breaks the element's contract: its output depends on which instance it is. */
    private static final class Nondeterministic extends Element {
        private final int instance = INSTANCES.incrementAndGet();
        private ElementContext context;
        private LocalState seen;

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
            seen = context.localState("seen", Long.BYTES);
            context.receiveFrom(context.portNumber("in"));
        }

        @Override
        public int headerDepthBytes() {
            return 8;
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            // What changes nothing would not be replayed.
            seen.changing();
            batch.get(0).putInt(0, instance);
            context.transmit(context.portNumber("out"), batch);
        }
    }

    /** Counts in one of two variables; when a marked packet comes for the second time, in the other one. */
    static final class Astray extends Element {
        /** Mark of the packet whose first replay goes astray. */
        static final int MARK = 666;

        private static final AtomicInteger PASSES = new AtomicInteger();

        private ElementContext context;
        private SharedCounter right;
        private SharedCounter wrong;

        /** The next packet with the mark goes astray when it is replayed. */
        static void arm() {
            PASSES.set(0);
        }

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
            right = context.sharedCounter("right");
            wrong = context.sharedCounter("wrong");
            context.receiveFrom(context.portNumber("in"));
        }

        @Override
        public int headerDepthBytes() {
            return 8;
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                final boolean isAstray = batch.get(i).getInt(4) == MARK && PASSES.incrementAndGet() == 2;
                batch.get(i).putInt(0, (int) (isAstray ? wrong : right).getAndAdd(1) + 1);
            }
            context.transmit(context.portNumber("out"), batch);
        }
    }

    /** Numbers packets, and hangs at a marked one for as long as it is told to. */
    static final class Stuck extends Element {
        /** Mark of the packet that hangs. */
        static final int MARK = 667;

        private static volatile long untilNs;

        private ElementContext context;
        private SharedCounter next;

        static void hangFor(final long durationNs) {
            untilNs = System.nanoTime() + durationNs;
        }

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
            next = context.sharedCounter("next");
            context.receiveFrom(context.portNumber("in"));
        }

        @Override
        public int headerDepthBytes() {
            return 8;
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                while (batch.get(i).getInt(4) == MARK && System.nanoTime() - untilNs < 0) {
                    Thread.yield();
                }
                batch.get(i).putInt(0, (int) next.getAndAdd(1) + 1);
            }
            context.transmit(context.portNumber("out"), batch);
        }
    }
}
