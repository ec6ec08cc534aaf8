package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One worker's instance of a graph: elements that are connected, initialized and ready.
 *
 * <p>The worker sets the burst's clock, calls {@link #runTimers()}, then {@link #receive} for each port with packets.
 * Used by the worker's thread only, except {@link #statistics()}.
 */
public final class ElementGraph implements AutoCloseable {
    /**
     * Task runs per call at most: each may give on a burst, and what one burst may send is bounded by the hold queue.
     */
    private static final int MAX_TASK_RUNS = 6;

    private static final String UNCLAIMED = "(graph).unclaimed_packets";

    private final GraphPlan plan;
    private final GraphServices services;
    private final Element[] elements;
    private final Element[] receivers;
    private final TimerQueue timers;
    private final TaskQueue tasks;
    private final BurstClock clock;
    private final StatisticsCounter unclaimedPackets;
    private final List<StatisticsCounter> statistics;
    private final BooleanSupplier driverManager;
    private final GraphHandlers ownHandlers;
    private final Map<String, HandlerTable> handlers = new LinkedHashMap<>();
    private boolean closed;

    ElementGraph(
            final GraphPlan plan,
            final GraphServices services,
            final Element[] elements,
            final HandlerTable[] handlerTables) {
        this.plan = plan;
        this.services = services;
        this.elements = elements;
        receivers = services.receivers();
        timers = services.timers();
        tasks = services.tasks();
        clock = services.environment().clock();
        driverManager = services.driverManager();
        unclaimedPackets = services.statistics(UNCLAIMED);
        statistics = services.statistics();
        for (int i = 0; i < elements.length; i++) {
            handlers.put(elements[i].name(), handlerTables[i]);
        }
        ownHandlers = new GraphHandlers(plan, services.environment());
    }

    /** Whether an element takes what the port receives. */
    public boolean receivesFrom(final int port) {
        return receivers[port] != null;
    }

    /**
     * Hands received packets to the element that takes them, stamped with the port and the burst's time. Packets of a
     * port that no element takes are freed and counted. The batch is empty when this returns.
     */
    public void receive(final int port, final PacketBatch batch) {
        final int size = batch.size();
        if (size == 0) {
            return;
        }
        final Element receiver = receivers[port];
        if (receiver == null) {
            unclaimedPackets.add(size);
            batch.free();
            return;
        }
        final long timeNs = clock.timeNs();
        for (int i = 0; i < size; i++) {
            final Packet packet = batch.get(i);
            packet.inputPort(port);
            packet.timestampNs(timeNs);
        }
        receiver.receive(batch);
        assert batch.isEmpty() : receiver.name() + " kept packets in the batch";
        if (tasks.hasWork()) {
            tasks.run(MAX_TASK_RUNS);
        }
    }

    /**
     * Fires the timers that are due at the burst's clock, in the order of deadline, then of the timer's number. Each
     * fires at most once per call. Then runs tasks that are scheduled, a few per call.
     *
     * @return timers fired and tasks run
     */
    public int runTimers() {
        return timers.run(clock.timeNs()) + tasks.run(MAX_TASK_RUNS);
    }

    /**
     * When {@link #runTimers()} has something to do: the earliest deadline, in nanoseconds of the epoch; the clock's time
     * if a task is scheduled; {@link Timer#NOT_SET} if there is nothing.
     */
    public long nextDeadlineNs() {
        return tasks.hasWork() ? Math.min(clock.timeNs(), timers.nextDeadlineNs()) : timers.nextDeadlineNs();
    }

    /** Has every element tell the neighbours that this node answers now; see {@link Element#announce()}. */
    public void announce() {
        for (final Element element : elements) {
            element.announce();
        }
    }

    /**
     * Reads a handler.
     *
     * @param handler {@code element.handler}, or one of the graph's own: {@code list}, {@code flatconfig}
     * @throws IllegalArgumentException if there is no such handler, with the reason
     */
    public String read(final String handler) {
        return read(handler, "");
    }

    /** Reads a handler that takes arguments. */
    public String read(final String handler, final String arguments) {
        final UnaryOperator<String> reader = table(handler).reader(handlerName(handler));
        if (reader == null) {
            throw new IllegalArgumentException("no read handler '" + handler + "'");
        }
        return reader.apply(arguments);
    }

    /** Whether a handler can be read. */
    public boolean hasReader(final String handler) {
        final HandlerTable table = find(handler);
        return table != null && table.reader(handlerName(handler)) != null;
    }

    /** Whether a handler can be written. */
    public boolean hasWriter(final String handler) {
        final HandlerTable table = find(handler);
        return table != null && table.writer(handlerName(handler)) != null;
    }

    /** Whether there is an element of a name. */
    public boolean hasElement(final String name) {
        return handlers.containsKey(name);
    }

    /** The element of a name; null if there is none. */
    Element element(final String name) {
        for (final Element element : elements) {
            if (element.name().equals(name)) {
                return element;
            }
        }
        return null;
    }

    /** Names of all elements, in their order. */
    public List<String> elementNames() {
        return List.copyOf(handlers.keySet());
    }

    /** Class of an element. */
    public String className(final String elementName) {
        return read(elementName + ".class");
    }

    /** Takes a request to stop; answers whether the driver is to stop, which a DriverManager decides, if there is one. */
    public boolean stop() {
        return driverManager == null || driverManager.getAsBoolean();
    }

    /**
     * Writes a handler.
     *
     * @param handler {@code element.handler}
     * @throws IllegalArgumentException if there is no such handler, or it refuses the value, with the reason
     */
    public void write(final String handler, final String value) {
        final Consumer<String> writer = table(handler).writer(handlerName(handler));
        if (writer == null) {
            throw new IllegalArgumentException("no write handler '" + handler + "'");
        }
        writer.accept(value);
    }

    /** The elements' counters, those of the graph last; may be read from any thread. */
    public List<StatisticsCounter> statistics() {
        return statistics;
    }

    /**
     * Takes over the state of the graph that this one replaces, before it runs: of elements with the same name and class.
     * The other one is of no use afterwards but to be closed. Both belong to the same worker of a run without a log.
     */
    public void takeState(final ElementGraph old) {
        final StateTransfer transfer = new StateTransfer(old.plan, plan);
        transfer.copyState(
                old.services.environment().state(),
                services.environment().state(),
                services.packetQueues().keySet());
        transfer.movePackets(old.services.packetQueues(), services.packetQueues());
        services.notifiers().wakeAll();
    }

    /** Closes the elements, the last one first. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (int i = elements.length - 1; i >= 0; i--) {
            elements[i].close();
        }
    }

    private HandlerTable table(final String handler) {
        final HandlerTable table = find(handler);
        if (table == null) {
            throw new IllegalArgumentException(
                    "no element named '" + handler.substring(0, handler.lastIndexOf('.')) + "'");
        }
        return table;
    }

    private HandlerTable find(final String handler) {
        final int dot = handler.lastIndexOf('.');
        return dot <= 0 ? ownHandlers.table() : handlers.get(handler.substring(0, dot));
    }

    private static String handlerName(final String handler) {
        return handler.substring(handler.lastIndexOf('.') + 1);
    }
}
