package io.holdfast.recovery;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.packet.NativeMemory;
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
        classes.add("Nondeterministic", "0/0", "stamps packets with what only one node knows", Nondeterministic::new);
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

    /** Breaks the element's contract: its output depends on which instance it is. */
    private static final class Nondeterministic extends Element {
        private final int instance = INSTANCES.incrementAndGet();
        private ElementContext context;

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
            context.receiveFrom(context.portNumber("in"));
        }

        @Override
        public int headerDepthBytes() {
            return 8;
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            batch.get(0).putInt(0, instance);
            context.transmit(context.portNumber("out"), batch);
        }
    }
}
