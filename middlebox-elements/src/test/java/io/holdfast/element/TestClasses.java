package io.holdfast.element;

import io.holdfast.packet.PacketBatch;
import java.util.ArrayList;
import java.util.List;

/** Element classes of every shape, for tests of the language and the graph. */
final class TestClasses {
    private TestClasses() {}

    static ElementClasses all() {
        final ElementClasses classes = new ElementClasses();
        classes.add("Idle", "-/-", "any ports", Passive::new);
        classes.add("Source", "0/1", "one output", Passive::new);
        classes.add("Sink", "1/0", "one input", Passive::new);
        classes.add("Pass", "1/1", "one of each", Passive::new);
        classes.add("Split", "1/-", "any outputs", Passive::new);
        classes.add("Two", "2/2", "two of each", Passive::new);
        classes.add("Check", "1/1-2", "one input, one or two outputs", Passive::new);
        classes.add("Even", "1-/=", "as many outputs as inputs", Passive::new);
        classes.add("More", "1-/=+", "one output more than inputs", Passive::new);
        classes.add("Paint", "1/1", "one argument from 0 to 255", PaintLike::new);
        classes.add("Words", "0/0", "takes any arguments", Words::new);
        return classes;
    }

    private static class Passive extends Element {
        @Override
        public void push(final int input, final PacketBatch batch) {
            batch.free();
        }
    }

    private static final class PaintLike extends Passive {
        @Override
        public void configure(final Arguments arguments) {
            arguments.mandatoryInteger("COLOR", 0, 255);
            arguments.finish();
        }

        @Override
        public int headerDepthBytes() {
            return 14;
        }
    }

    /** Keeps its arguments, for the test to look at. */
    private static final class Words extends Passive {
        private List<String> words = new ArrayList<>();

        @Override
        public void configure(final Arguments arguments) {
            words = arguments.rest();
        }

        @Override
        public void addHandlers(final Handlers handlers) {
            handlers.read("words", () -> String.join("|", words));
        }
    }
}
