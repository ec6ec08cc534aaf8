package io.holdfast.element;

import io.holdfast.element.canary.HiddenStateElement;
import io.holdfast.packet.PacketBatch;

/** Elements for tests that stand for the node's ports: {@code TestInput(0)} and {@code TestOutput(1)}. */
final class TestPorts {
    private TestPorts() {}

    static void register(final ElementClasses classes) {
        classes.add("TestInput", "0/1", "gives on what a port received", Input::new);
        classes.add("HiddenState", "1/1", "keeps state in a field", HiddenStateElement::new);
        classes.add("TestOutput", "1/0", "sends out of a port", Output::new);
    }

    private static final class Input extends Element {
        private int port;

        @Override
        public void configure(final Arguments arguments) {
            port = arguments.mandatoryInteger("PORT", 0, Short.MAX_VALUE);
            arguments.finish();
        }

        @Override
        public void initialize(final ElementContext context) {
            context.receiveFrom(port);
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            output(0).push(batch);
        }
    }

    private static final class Output extends Element {
        private int port;
        private ElementContext context;

        @Override
        public void configure(final Arguments arguments) {
            port = arguments.mandatoryInteger("PORT", 0, Short.MAX_VALUE);
            arguments.finish();
        }

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            context.transmit(port, batch);
        }
    }
}
