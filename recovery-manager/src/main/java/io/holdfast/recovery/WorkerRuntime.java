package io.holdfast.recovery;

import io.holdfast.element.AccessControl;
import io.holdfast.element.BurstClock;
import io.holdfast.element.ElementGraph;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.StateStore;
import io.holdfast.element.WorkerEnvironment;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import io.holdfast.release.PacketSink;

/**
 * One worker's graph and what the graph is given: the same object in a plain run, on a master and in replay.
 *
 * <p>What differs between these is where outputs go ({@link #sink}) and what an access does. Used by the worker's
 * thread.
 */
public final class WorkerRuntime implements WorkerEnvironment, AutoCloseable {
    private final int worker;
    private final int workers;
    private final PacketDevices devices;
    private final BurstClock clock = new BurstClock();
    private final AccessControl accessControl;
    private final StateStore state;
    private final long randomSeed;
    private final ElementGraph graph;
    private PacketSink sink;

    /**
     * Builds the graph; its state is fresh.
     *
     * @param sink where outputs go at first
     * @throws io.holdfast.element.ConfigurationException if an element cannot be initialized
     */
    public WorkerRuntime(
            final WorkerPlace place,
            final PacketDevices devices,
            final GraphDefinition definition,
            final AccessControl accessControl,
            final StateStore state,
            final PacketSink sink) {
        this.worker = place.worker();
        this.workers = place.workers();
        this.randomSeed = place.randomSeed();
        this.devices = devices;
        this.accessControl = accessControl;
        this.state = state;
        this.sink = sink;
        graph = definition.build(this);
    }

    public ElementGraph graph() {
        return graph;
    }

    /** From now on outputs go there. */
    public void sink(final PacketSink newSink) {
        sink = newSink;
    }

    /** Whether outputs go there. */
    public boolean isSink(final PacketSink one) {
        return sink == one;
    }

    /**
     * Runs one burst: timers that are due, then the packets.
     *
     * @param timeNs of the burst, logged
     * @param port that the packets came by; ignored if there are none
     * @param batch is empty afterwards
     */
    public void runBurst(final long timeNs, final int port, final PacketBatch batch) {
        clock.advanceTo(timeNs);
        if (graph.nextDeadlineNs() <= clock.timeNs()) {
            graph.runTimers();
        }
        if (!batch.isEmpty()) {
            graph.receive(port, batch);
        }
    }

    @Override
    public int worker() {
        return worker;
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public PacketPool pool() {
        return devices.pool(worker);
    }

    @Override
    public BurstClock clock() {
        return clock;
    }

    @Override
    public long randomSeed() {
        return randomSeed;
    }

    @Override
    public int portNumber(final String name) {
        return devices.portNumber(name);
    }

    @Override
    public int portCount() {
        return devices.portCount();
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        sink.transmit(port, batch);
    }

    @Override
    public AccessControl accessControl() {
        return accessControl;
    }

    @Override
    public StateStore state() {
        return state;
    }

    /** Closes the graph; the state is its maker's. */
    @Override
    public void close() {
        graph.close();
    }
}
