package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a built graph does: receivers, timers, randomness, handlers, failing elements. */
class GraphRuntimeTest {
    private final List<String> events = new ArrayList<>();

    @Test
    void shouldFireTimersByDeadlineThenByNumber() {
        try (Worker worker = new Worker("a, b, c :: Ticker")) {
            worker.ticker("a").timer.schedule(30);
            worker.ticker("b").timer.schedule(20);
            worker.ticker("c").timer.schedule(20);
            assertEquals(20, worker.graph.nextDeadlineNs());

            worker.runTimers(19);
            assertEquals(List.of(), events);
            worker.runTimers(40);
            assertEquals(List.of("b", "c", "a"), events);
            assertEquals(Timer.NOT_SET, worker.graph.nextDeadlineNs());
            assertEquals(Timer.NOT_SET, worker.ticker("a").timer.deadlineNs());
        }
    }

    @Test
    void shouldKeepTheEarliestDeadlineWhenTimersMoveAndClear() {
        try (Worker worker = new Worker("a, b :: Ticker")) {
            final Timer a = worker.ticker("a").timer;
            final Timer b = worker.ticker("b").timer;
            a.schedule(10);
            b.schedule(20);
            a.schedule(30);
            assertEquals(20, worker.graph.nextDeadlineNs());
            b.clear();
            assertEquals(30, worker.graph.nextDeadlineNs());
            a.clear();
            assertEquals(Timer.NOT_SET, worker.graph.nextDeadlineNs());
        }
    }

    @Test
    void shouldFireATimerOncePerCallEvenIfItSetsItselfToThePast() {
        try (Worker worker = new Worker("a, b :: Ticker")) {
            worker.ticker("a").rescheduleNs = 5;
            worker.ticker("a").timer.schedule(10);
            worker.ticker("b").timer.schedule(50);
            worker.runTimers(60);
            assertEquals(List.of("a", "b"), events);
            assertEquals(5, worker.graph.nextDeadlineNs());
            worker.runTimers(60);
            assertEquals(List.of("a", "b", "a"), events);
        }
    }

    @Test
    void shouldKeepDeadlinesSetDuringInitialize() {
        try (Worker worker = new Worker("a :: Ticker(7)")) {
            assertEquals(7, worker.graph.nextDeadlineNs());
            worker.runTimers(7);
            assertEquals(List.of("a"), events);
        }
    }

    @Test
    void shouldTellOfEveryTimerChangeAndRandomNumber() {
        try (Worker worker = new Worker("a :: Ticker")) {
            worker.localChanges = 0;
            worker.ticker("a").timer.schedule(10);
            assertEquals(1, worker.localChanges);
            worker.ticker("a").timer.schedule(10);
            assertEquals(1, worker.localChanges);
            worker.runTimers(10);
            assertEquals(2, worker.localChanges);
            worker.ticker("a").context.nextRandom();
            assertEquals(3, worker.localChanges);
        }
    }

    @Test
    void shouldCarryTimersAndRandomnessInStateMemory() {
        try (Worker worker = new Worker("a :: Ticker");
                Worker other = new Worker("a :: Ticker")) {
            worker.ticker("a").timer.schedule(99);
            final long first = worker.ticker("a").context.nextRandom();
            other.copyStateFrom(worker);

            assertEquals(99, other.graph.nextDeadlineNs());
            final long second = worker.ticker("a").context.nextRandom();
            assertNotEquals(first, second);
            assertEquals(second, other.ticker("a").context.nextRandom());
        }
    }

    @Test
    void shouldReportEveryElementThatCannotBeInitializedAndCloseAllInReverse() {
        final var thrown = assertThrows(
                ConfigurationException.class,
                () -> new Worker("a :: Ticker; b :: Failing(port); \n c :: Failing(throw); d :: Ticker"));

        assertEquals(
                List.of(
                        "f.click:1: While initializing 'b :: Failing':",
                        "  unknown device 'eth7'",
                        "f.click:2: While initializing 'c :: Failing':",
                        "  broken"),
                thrown.lines());
        assertEquals(List.of("close d", "close a"), events);
    }

    @Test
    void shouldGiveEachPortToOneElement() {
        final var thrown = assertThrows(
                ConfigurationException.class,
                () -> new Worker("a :: Receiver(1); b :: Receiver(1); c :: Receiver(2); d :: Receiver(-1)"));
        assertEquals(
                List.of(
                        "f.click:1: While initializing 'b :: Receiver':",
                        "  port 1 is read by 'a' already",
                        "f.click:1: While initializing 'c :: Receiver':",
                        "  port 2 out of range, the node has 2",
                        "f.click:1: While initializing 'd :: Receiver':",
                        "  port -1 out of range, the node has 2"),
                thrown.lines());

        try (Worker worker = new Worker("a :: Receiver(1)")) {
            assertFalse(worker.graph.receivesFrom(0));
            assertTrue(worker.graph.receivesFrom(1));
        }
    }

    @Test
    void shouldAnnounceOnEveryElement() {
        try (Worker worker = new Worker("a, b :: Ticker")) {
            worker.graph.announce();
            assertEquals(List.of("announce a", "announce b"), events);
        }
    }

    @Test
    void shouldReadAndWriteHandlers() {
        try (Worker worker = new Worker("x/a :: Ticker( 7 /* seconds */ )")) {
            assertEquals("x/a", worker.graph.read("x/a.name"));
            assertEquals("Ticker", worker.graph.read("x/a.class"));
            assertEquals("7", worker.graph.read("x/a.config"));
            assertEquals("0 inputs\n0 outputs\n", worker.graph.read("x/a.ports"));
            assertEquals(
                    "name\tr\nclass\tr\nconfig\tr\nports\tr\nhandlers\tr\nvalue\trw\n",
                    worker.graph.read("x/a.handlers"));
            assertEquals("1\nx/a\n", worker.graph.read("list"));
            assertEquals("x/a :: Ticker(7);\n", worker.graph.read("flatconfig"));
            worker.graph.write("x/a.value", "9");
            assertEquals("9", worker.graph.read("x/a.value"));
        }
    }

    @Test
    void shouldRefuseHandlersThatAreNotThere() {
        try (Worker worker = new Worker("a :: Ticker")) {
            assertRefused("no element named 'b'", () -> worker.graph.read("b.value"));
            assertRefused("no read handler 'value'", () -> worker.graph.read("value"));
            assertRefused("no read handler 'a.nope'", () -> worker.graph.read("a.nope"));
            assertRefused("no write handler 'a.name'", () -> worker.graph.write("a.name", "b"));
            assertRefused("not a number: x", () -> worker.graph.write("a.value", "x"));
        }
    }

    private static void assertRefused(final String message, final Runnable action) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }

    private final class Worker implements AutoCloseable, AccessControl {
        private final FlatStateStore state = new FlatStateStore();
        private final TestEnvironment environment = new TestEnvironment(0, 1, state, this, List.of("p0", "p1"));
        private final List<Ticker> tickers = new ArrayList<>();
        private final ElementGraph graph;
        private int localChanges;

        Worker(final String configuration) {
            final ElementClasses classes = new ElementClasses();
            classes.add("Ticker", "0/0", "a timer", () -> {
                tickers.add(new Ticker());
                return tickers.getLast();
            });
            classes.add("Failing", "0/0", "cannot be initialized", Failing::new);
            classes.add("Receiver", "0/0", "reads a port", Receiver::new);
            final var definition = GraphDefinition.parse("f.click", configuration, Map.of(), classes);
            tickers.clear();
            graph = definition.build(environment);
        }

        Ticker ticker(final String name) {
            return tickers.stream()
                    .filter(ticker -> ticker.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        void runTimers(final long timeNs) {
            environment.clock().advanceTo(timeNs);
            graph.runTimers();
        }

        void copyStateFrom(final Worker other) {
            for (int i = 0; i < state.regions().size(); i++) {
                final StateRegion from = other.state.regions().get(i);
                NativeMemory.copy(from.address(), state.regions().get(i).address(), from.lengthBytes());
            }
        }

        @Override
        public void localChange() {
            localChanges++;
        }

        @Override
        public void close() {
            graph.close();
            environment.pool().close();
            state.close();
        }
    }

    private final class Ticker extends Element {
        private ElementContext context;
        private Timer timer;
        private int firstNs;
        private long rescheduleNs = -1;
        private int value;

        @Override
        public void configure(final Arguments arguments) {
            firstNs = arguments.integer("FIRST", 0, 100, 0);
            arguments.finish();
        }

        @Override
        public void initialize(final ElementContext newContext) {
            context = newContext;
            timer = context.timer(this::fire);
            if (firstNs > 0) {
                timer.schedule(firstNs);
            }
        }

        private void fire() {
            events.add(name());
            if (rescheduleNs >= 0) {
                timer.schedule(rescheduleNs);
            }
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            batch.free();
        }

        @Override
        public void announce() {
            events.add("announce " + name());
        }

        @Override
        public void addHandlers(final Handlers handlers) {
            handlers.read("value", () -> Integer.toString(value));
            handlers.write("value", text -> {
                if (!text.matches("\\d+")) {
                    throw new IllegalArgumentException("not a number: " + text);
                }
                value = Integer.parseInt(text);
            });
        }

        @Override
        public void close() {
            events.add("close " + name());
        }
    }

    private static final class Failing extends Element {
        private String how;

        @Override
        public void configure(final Arguments arguments) {
            how = arguments.mandatoryWord("HOW");
            arguments.finish();
        }

        @Override
        public void initialize(final ElementContext context) {
            if (how.equals("throw")) {
                throw new IllegalStateException("broken");
            }
            context.error("unknown device 'eth7'");
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            batch.free();
        }
    }

    private static final class Receiver extends Element {
        private int port;

        @Override
        public void configure(final Arguments arguments) {
            port = arguments.mandatoryInteger("PORT", -1, 9);
            arguments.finish();
        }

        @Override
        public void initialize(final ElementContext context) {
            context.receiveFrom(port);
        }

        @Override
        public void push(final int input, final PacketBatch batch) {
            batch.free();
        }
    }
}
