package io.holdfast.nat.run;

import io.holdfast.element.BurstClock;
import io.holdfast.element.ConfigurationException;
import io.holdfast.element.ElementGraph;
import io.holdfast.element.GraphDefinition;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.concurrent.IdleStrategy;

/**
 * Runs one graph without a log, and may replace it by another while it runs.
 *
 * <p>Used by one thread, on which everything happens: packets, timers, tasks, handlers, control sockets.
 */
public final class GraphRun implements RunHandlers, AutoCloseable {
    private static final int NO_PORT = -1;
    private static final long NS_PER_MS = 1_000_000L;

    private final RunSettings settings;
    private final PacketDevices devices;
    private final RunClock time;
    private final BurstClock clock = new BurstClock();
    private final PacketBatch batch = new PacketBatch();
    private final Map<String, ControlListener> listeners = new LinkedHashMap<>();
    private final RunSignals signals = new RunSignals();
    private final Consumer<String> signalTaker = this::onSignal;
    private RunEnvironment environment;
    private ElementGraph graph;
    private String replacement;
    private long bursts;

    /**
     * Builds the graph and opens its control sockets.
     *
     * @throws ConfigurationException with all faults
     */
    public GraphRun(final RunSettings settings, final PacketDevices devices, final GraphDefinition definition) {
        this.settings = settings;
        this.devices = devices;
        time = settings.isSimulated() ? RunClock.simulated(settings.startNs()) : RunClock.real();
        clock.advanceTo(time.nowNs());
        environment = new RunEnvironment(settings, devices, clock);
        try {
            graph = definition.build(environment);
            ControlListener.openAll(environment.controls(), listeners, this, settings.err());
            signals.watch(environment.signalHandlers().keySet());
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Runs until the graph stops the driver, or somebody else does.
     *
     * @param strategy what to do when there is nothing to do
     * @param isOver asked once per turn
     */
    public void run(final IdleStrategy strategy, final BooleanSupplier isOver) {
        graph.announce();
        while (!isOver.getAsBoolean()) {
            int work = turn();
            for (final ControlListener listener : listeners.values()) {
                work += listener.poll();
            }
            work += signals.poll(signalTaker);
            if (replacement != null) {
                replace();
            }
            while (environment.takeStopRequest()) {
                if (graph.stop()) {
                    return;
                }
            }
            if (work == 0 && !skipAhead()) {
                idle(strategy);
            } else {
                strategy.reset();
            }
        }
    }

    private void onSignal(final String name) {
        for (final String handler : environment.signalHandlers().getOrDefault(name, List.of())) {
            write(handler, "");
        }
    }

    private boolean skipAhead() {
        final long nextNs = graph.nextDeadlineNs();
        return nextNs != io.holdfast.element.Timer.NOT_SET && time.skipTo(nextNs);
    }

    /** A run without ports has nothing to poll, and may sleep until its next timer. */
    private void idle(final IdleStrategy strategy) {
        if (devices.portCount() > 0) {
            strategy.idle();
            return;
        }
        final long leftNs = Math.min(NS_PER_MS, graph.nextDeadlineNs() - time.nowNs());
        if (leftNs > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(leftNs);
        }
    }

    /** Everything that is there to do, once; answers how much it was. */
    private int turn() {
        int work = 0;
        for (int port = 0; port < devices.portCount(); port++) {
            final int received = devices.port(port).receive(0, devices.pool(0), batch);
            if (received > 0) {
                runBurst(port);
                work += received;
            }
        }
        if (graph.nextDeadlineNs() <= time.nowNs()) {
            runBurst(NO_PORT);
            work++;
        }
        return work;
    }

    private void runBurst(final int port) {
        clock.advanceTo(time.nowNs());
        if (graph.nextDeadlineNs() <= clock.timeNs()) {
            graph.runTimers();
        }
        if (!batch.isEmpty()) {
            graph.receive(port, batch);
        }
        bursts++;
    }

    /** Bursts run so far. */
    public long burstCount() {
        return bursts;
    }

    public ElementGraph graph() {
        return graph;
    }

    @Override
    public String read(final String handler, final String arguments) {
        clock.advanceTo(time.nowNs());
        return graph.read(handler, arguments);
    }

    @Override
    public void write(final String handler, final String value) {
        clock.advanceTo(time.nowNs());
        if (handler.equals("hotconfig")) {
            hotconfig(value);
        } else {
            graph.write(handler, value);
        }
    }

    @Override
    public boolean hasElement(final String name) {
        return graph.hasElement(name);
    }

    @Override
    public boolean hasReader(final String handler) {
        return graph.hasReader(handler);
    }

    @Override
    public boolean hasWriter(final String handler) {
        return handler.equals("hotconfig") ? settings.allowsHotconfig() : graph.hasWriter(handler);
    }

    @Override
    public String elementName(final int number) {
        return number >= 1 && number <= graph.elementNames().size()
                ? graph.elementNames().get(number - 1)
                : null;
    }

    /** The new configuration is checked at once; it takes over when this turn is done. */
    private void hotconfig(final String text) {
        if (!settings.allowsHotconfig()) {
            throw new IllegalArgumentException("no write handler 'hotconfig'");
        }
        try {
            RunConfiguration.read(settings, "hotconfig", text);
        } catch (final ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        replacement = text;
    }

    /** The new graph is set up wholly before the old one is given up. */
    private void replace() {
        final String text = replacement;
        replacement = null;
        final RunEnvironment newEnvironment = new RunEnvironment(settings, devices, clock);
        final ElementGraph newGraph;
        try {
            newGraph = RunConfiguration.read(settings, "hotconfig", text).build(newEnvironment);
        } catch (final ConfigurationException e) {
            newEnvironment.state().close();
            settings.err().println(e.getMessage());
            settings.err().println("Router could not be initialized!");
            return;
        }
        newGraph.takeState(graph);
        graph.close();
        environment.state().close();
        graph = newGraph;
        environment = newEnvironment;
        signals.watch(environment.signalHandlers().keySet());
        ControlListener.openAll(environment.controls(), listeners, this, settings.err());
    }

    /** Adds a control socket that the command line asks for; it stays when the configuration is replaced. */
    public void openControl(final String name, final io.holdfast.element.ControlService service) {
        ControlListener.open(name, service, listeners, this, settings.err());
    }

    @Override
    public void close() {
        signals.close();
        listeners.values().forEach(ControlListener::close);
        listeners.clear();
        if (graph != null) {
            graph.close();
        }
        environment.state().close();
    }
}
