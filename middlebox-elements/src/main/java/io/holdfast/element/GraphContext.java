package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.steering.FlowSteering;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The worker's environment as one element sees it. */
final class GraphContext implements ElementContext {
    private final GraphServices services;
    private final WorkerEnvironment environment;
    private final BurstClock clock;
    private final AccessControl accessControl;
    private final LoggedRandom random;
    private final FlowSteering steering;
    private final int worker;
    private final boolean isOnlyWorker;
    private final Element element;
    private final List<String> faults;

    /**
     * Makes the view of one element.
     *
     * @param faults takes what the element reports during initialize
     */
    GraphContext(final GraphServices services, final Element element, final List<String> faults) {
        this.services = services;
        this.element = element;
        this.faults = faults;
        environment = services.environment();
        clock = environment.clock();
        accessControl = environment.accessControl();
        random = services.random();
        steering = FlowSteering.of(environment.workers());
        worker = environment.worker();
        isOnlyWorker = environment.workers() == 1;
    }

    @Override
    public int worker() {
        return environment.worker();
    }

    @Override
    public int workers() {
        return environment.workers();
    }

    @Override
    public boolean steersHere(
            final int sourceIp,
            final int sourcePort,
            final int destinationIp,
            final int destinationPort,
            final int protocol) {
        return isOnlyWorker
                || steering.worker(sourceIp, sourcePort, destinationIp, destinationPort, protocol) == worker;
    }

    @Override
    public void actFor(final Packet packet) {
        accessControl.actFor(packet.origin());
    }

    @Override
    public void actForAll() {
        accessControl.actFor(Packet.NO_ORIGIN);
    }

    @Override
    public boolean readsForEach() {
        return accessControl.readsForEach();
    }

    @Override
    public PacketPool pool() {
        return environment.pool();
    }

    @Override
    public long timeNs() {
        return clock.timeNs();
    }

    @Override
    public long nextRandom() {
        return random.next();
    }

    @Override
    public Timer timer(final Runnable onExpiry) {
        return services.timers().add(onExpiry);
    }

    @Override
    public Task task(final Runnable work) {
        return services.tasks().add(work);
    }

    @Override
    public Notifier emptySignal(final int input, final Task task) {
        return services.notifiers().upstream(element, input, task);
    }

    @Override
    public Notifier fullSignal(final int output, final Task task) {
        return services.notifiers().downstream(element, output, task);
    }

    @Override
    public <T> List<T> nearestDownstream(final int output, final Class<T> kind) {
        return new NeighbourSearch<>(services.plan(), services.elements(), kind).downstream(element, output);
    }

    @Override
    public <T> List<T> nearestUpstream(final int input, final Class<T> kind) {
        return new NeighbourSearch<>(services.plan(), services.elements(), kind).upstream(element, input);
    }

    @Override
    public PacketQueue packetQueue(final String containerName, final int capacityPackets) {
        final boolean keepsCopies = environment.accessControl().keepsPacketCopies();
        final LocalState state = localState(containerName, PacketQueue.lengthBytes(capacityPackets, keepsCopies));
        final PacketQueue queue = new PacketQueue(state, pool(), capacityPackets, keepsCopies);
        services.packetQueues().put(element.name() + "." + containerName, queue);
        return queue;
    }

    @Override
    public String readHandler(final String handler, final String arguments) {
        return graph().read(services.plan().resolveHandler(element.name(), handler), arguments);
    }

    @Override
    public void writeHandler(final String handler, final String value) {
        graph().write(services.plan().resolveHandler(element.name(), handler), value);
    }

    private ElementGraph graph() {
        if (services.graph() == null) {
            throw new IllegalArgumentException("handlers are not ready while the graph is set up");
        }
        return services.graph();
    }

    @Override
    public void chatter(final String line) {
        environment.chatter(line);
    }

    @Override
    public void print(final String text) {
        environment.print(text);
    }

    @Override
    public String print(final String file, final boolean append, final String text) {
        return environment.print(file, append, text);
    }

    @Override
    public void openControl(final ControlService service) {
        environment.openControl(element.name(), service);
    }

    @Override
    public String onSignal(final String signal, final String handler) {
        return environment.onSignal(signal, element.name() + "." + handler);
    }

    @Override
    public void manageDriver(final BooleanSupplier onStop) {
        if (services.driverManager() != null) {
            error("more than one DriverManager");
        }
        services.driverManager(onStop);
    }

    @Override
    public OutputStream openFile(final String filename) throws IOException {
        return environment.openFile(filename);
    }

    @Override
    public void requestStop() {
        environment.requestStop();
    }

    @Override
    public SharedTable sharedTable(final String containerName, final TableLayout layout) {
        return environment.state().sharedTable(element.name(), containerName, layout, environment.accessControl());
    }

    @Override
    public SharedPool sharedPool(final String containerName, final int begin, final int end) {
        return environment.state().sharedPool(element.name(), containerName, begin, end, environment.accessControl());
    }

    @Override
    public SharedCounter sharedCounter(final String containerName) {
        return environment.state().sharedCounter(element.name(), containerName, environment.accessControl());
    }

    @Override
    public LocalState localState(final String containerName, final long lengthBytes) {
        return environment
                .state()
                .localState(
                        element.name(), containerName, environment.worker(), lengthBytes, environment.accessControl());
    }

    @Override
    public StatisticsCounter statistics(final String counterName) {
        return services.statistics(element.name() + "." + counterName);
    }

    @Override
    public int portNumber(final String portName) {
        return environment.portNumber(portName);
    }

    @Override
    public void receiveFrom(final int port) {
        final Element[] receivers = services.receivers();
        if (port < 0 || port >= receivers.length) {
            error("port " + port + " out of range, the node has " + receivers.length);
        } else if (receivers[port] != null && receivers[port] != element) {
            error("port " + port + " is read by '" + receivers[port].name() + "' already");
        } else {
            receivers[port] = element;
        }
    }

    @Override
    public void error(final String message) {
        faults.add(message);
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        environment.transmit(port, batch);
    }
}
