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

    /** Takes from the port {@code in}, sends to {@code out}, and looks at eight bytes. */
    private abstract static class Link extends Element {
        private ElementContext context;

        /** Asks for the element's state. */
        abstract void open(ElementContext newContext);

        @Override
        public final void initialize(final ElementContext newContext) {
            context = newContext;
            open(context);
            context.receiveFrom(context.portNumber("in"));
        }

        @Override
        public final int headerDepthBytes() {
            return 8;
        }

        final ElementContext context() {
            return context;
        }

        final void send(final PacketBatch batch) {
            context.transmit(context.portNumber("out"), batch);
        }
    }

    /** Writes the next number of a sequence over the first four bytes, from port 0 to port 1. */
    private static final class Sequencer extends Link {
        private final boolean tells;
        private LocalState state;

        private Sequencer(final boolean tells) {
            this.tells = tells;
        }

        @Override
        public void configure(final Arguments arguments) {
            arguments.rest();
        }

        @Override
        void open(final ElementContext context) {
            state = context.localState("next", Long.BYTES);
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
            send(batch);
        }

        @Override
        public void announce() {
            final PacketBatch batch = new PacketBatch();
            batch.add(context().pool().allocate());
            batch.get(0).append(Integer.BYTES);
            batch.get(0).putInt(0, ANNOUNCEMENT);
            send(batch);
        }
    }

    /** Writes the logged time over the first four bytes. */
    private static final class Clock extends Link {
        private LocalState state;

        @Override
        void open(final ElementContext context) {
            state = context.localState("packets", Long.BYTES);
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            state.changing();
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).putInt(0, (int) (context().timeNs() / 1_000_000));
            }
            send(batch);
        }
    }

    /** Holds a packet back until the next one comes, as an ARP querier does until an answer comes. */
    private static final class KeepOne extends Link {
        private final PacketBatch leaving = new PacketBatch();
        private LocalState state;
        private Packet kept;

        @Override
        void open(final ElementContext context) {
            state = context.localState("kept", Long.BYTES);
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
                send(leaving);
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
    private static final class Nondeterministic extends Link {
        private final int instance = INSTANCES.incrementAndGet();
        private LocalState seen;

        @Override
        void open(final ElementContext context) {
            seen = context.localState("seen", Long.BYTES);
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            // What changes nothing would not be replayed.
            seen.changing();
            batch.get(0).putInt(0, instance);
            send(batch);
        }
    }

    /** Counts in one of two variables; when a marked packet comes for the second time, in the other one. */
    static final class Astray extends Link {
        /** Mark of the packet whose first replay goes astray. */
        static final int MARK = 666;

        private static final AtomicInteger PASSES = new AtomicInteger();

        private SharedCounter right;
        private SharedCounter wrong;

        /** The next packet with the mark goes astray when it is replayed. */
        static void arm() {
            PASSES.set(0);
        }

        @Override
        void open(final ElementContext context) {
            right = context.sharedCounter("right");
            wrong = context.sharedCounter("wrong");
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                final boolean isAstray = batch.get(i).getInt(4) == MARK && PASSES.incrementAndGet() == 2;
                batch.get(i).putInt(0, (int) (isAstray ? wrong : right).getAndAdd(1) + 1);
            }
            send(batch);
        }
    }

    /** Numbers packets, and hangs at a marked one for as long as it is told to. */
    static final class Stuck extends Link {
        /** Mark of the packet that hangs. */
        static final int MARK = 667;

        private static volatile long untilNs;

        private SharedCounter next;

        static void hangFor(final long durationNs) {
            untilNs = System.nanoTime() + durationNs;
        }

        @Override
        void open(final ElementContext context) {
            next = context.sharedCounter("next");
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                while (batch.get(i).getInt(4) == MARK && System.nanoTime() - untilNs < 0) {
                    Thread.yield();
                }
                batch.get(i).putInt(0, (int) next.getAndAdd(1) + 1);
            }
            send(batch);
        }
    }
}
