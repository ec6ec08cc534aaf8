package io.holdfast.element;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What the elements of one worker's graph share: its environment, timers, randomness, receivers and counters. */
final class GraphServices {
    /** Owner of the graph's own state; no element can have this name. */
    static final String OWNER = "(graph)";

    private final WorkerEnvironment environment;
    private final TimerQueue timers = new TimerQueue();
    private final TaskQueue tasks = new TaskQueue();
    private final LoggedRandom random;
    private final Element[] receivers;
    private final Map<String, StatisticsCounter> statistics = new LinkedHashMap<>();
    private final Map<String, PacketQueue> packetQueues = new LinkedHashMap<>();
    private GraphPlan plan;
    private Element[] elements = new Element[0];
    private NotifierSearch notifiers;
    private ElementGraph graph;
    private BooleanSupplier driverManager;

    GraphServices(final WorkerEnvironment environment) {
        this.environment = environment;
        receivers = new Element[environment.portCount()];
        random = new LoggedRandom(localState("random", Long.BYTES), environment.randomSeed());
    }

    WorkerEnvironment environment() {
        return environment;
    }

    TimerQueue timers() {
        return timers;
    }

    TaskQueue tasks() {
        return tasks;
    }

    /** Takes the elements, before any is initialized. */
    void attach(final GraphPlan newPlan, final Element[] newElements) {
        plan = newPlan;
        elements = newElements;
        notifiers = new NotifierSearch(plan, elements);
    }

    GraphPlan plan() {
        return plan;
    }

    Element[] elements() {
        return elements;
    }

    NotifierSearch notifiers() {
        return notifiers;
    }

    /** The graph, once it is built; null before. */
    ElementGraph graph() {
        return graph;
    }

    void graph(final ElementGraph newGraph) {
        graph = newGraph;
    }

    /** The elements' queues of packets, by element and container. */
    Map<String, PacketQueue> packetQueues() {
        return packetQueues;
    }

    /** Decides whether the driver stops; null if nobody does. */
    BooleanSupplier driverManager() {
        return driverManager;
    }

    void driverManager(final BooleanSupplier newManager) {
        driverManager = newManager;
    }

    LoggedRandom random() {
        return random;
    }

    /** Who takes what a port receives, by port; null where nobody does. */
    Element[] receivers() {
        return receivers;
    }

    StatisticsCounter statistics(final String name) {
        return statistics.computeIfAbsent(name, StatisticsCounter::new);
    }

    List<StatisticsCounter> statistics() {
        return new ArrayList<>(statistics.values());
    }

    /** Ends set-up: from here on, timers and tasks live in state memory and no more can be made. */
    void seal() {
        timers.seal(localState("timers", timers.memoryBytes()));
        tasks.seal(localState("tasks", tasks.memoryBytes()));
    }

    private LocalState localState(final String name, final long lengthBytes) {
        return environment
                .state()
                .localState(OWNER, name, environment.worker(), lengthBytes, environment.accessControl());
    }
}
