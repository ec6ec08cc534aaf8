package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.steering.FlowSteering;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What one element is given: the worker's environment, seen under the element's name.
 *
 * <p>The only source of time, randomness, timers and shared state (DESIGN section 5).
 */
public interface ElementContext {
    int worker();

    int workers();

    /**
     * Whether packets of a flow come to this worker. An element that gives a flow a new tuple chooses one that does, so
     * that one worker has the answers, too. Source and destination may be swapped; {@link FlowSteering} says what counts.
     * A function of the arguments, the worker and the number of workers only.
     */
    default boolean steersHere(
            final int sourceIp,
            final int sourcePort,
            final int destinationIp,
            final int destinationPort,
            final int protocol) {
        return workers() == 1
                || FlowSteering.of(workers()).worker(sourceIp, sourcePort, destinationIp, destinationPort, protocol)
                        == worker();
    }

    /**
     * Says that the accesses that follow are done for this packet, until the next call. Who says so for each packet, and
     * {@link #actForAll()} before packets are passed on, keeps packets that change nothing out of the log though others
     * of their burst do. Who never says it is right, too: if it changes anything, the whole burst is logged.
     */
    default void actFor(final Packet packet) {}

    /** Says that what follows is done for no packet in particular. */
    default void actForAll() {}

    /**
     * Whether what several packets of a burst want to know must be read for each of them, because some may be left out of
     * replay. May change between bursts.
     */
    default boolean readsForEach() {
        return false;
    }

    PacketPool pool();

    /** Logged time, in nanoseconds of the epoch; constant during a burst. */
    long timeNs();

    /** Next 64 bits of the worker's logged randomness. */
    long nextRandom();

    /**
     * A timer that calls back between bursts, on the worker's thread.
     *
     * @param onExpiry what to do; the burst's clock stands at or after the deadline
     */
    Timer timer(Runnable onExpiry);

    /**
     * A task that runs on the worker's thread when it is its turn. During {@link Element#initialize} only.
     *
     * @param work what to do; it schedules the task again if there is more
     */
    Task task(Runnable work);

    /**
     * What tells whether packets may be had at a pull input. During {@link Element#initialize} only.
     *
     * @param task to schedule when the answer may have become yes
     */
    Notifier emptySignal(int input, Task task);

    /** What tells whether an output's packets will be taken; otherwise as {@link #emptySignal}. */
    Notifier fullSignal(int output, Task task);

    /**
     * The nearest elements of a kind that packets of an output come to. During {@link Element#initialize} only.
     *
     * @param kind class or interface, such as {@link Storage}
     */
    <T> List<T> nearestDownstream(int output, Class<T> kind);

    /** The nearest elements of a kind that packets of an input come from; otherwise as {@link #nearestDownstream}. */
    <T> List<T> nearestUpstream(int input, Class<T> kind);

    /** A queue of packets that is part of the state. */
    PacketQueue packetQueue(String containerName, int capacityPackets);

    /** Reads a handler of any element, named from here; {@link IllegalArgumentException} if there is none. */
    String readHandler(String handler, String arguments);

    /** Writes a handler of any element; {@link IllegalArgumentException} if there is none, or it refuses the value. */
    void writeHandler(String handler, String value);

    /** Shows a line to people: standard error of a run, nothing in replay. */
    void chatter(String line);

    /** Writes text to people as it stands: standard output of a run, nothing in replay. */
    void print(String text);

    /**
     * Writes text to a file; nothing in replay.
     *
     * @return a fault, null if there is none
     */
    String print(String file, boolean append, String text);

    /** Has a control socket opened when the graph is ready, unless this is a node. */
    void openControl(ControlService service);

    /**
     * Has a write handler of this element called, between bursts, when the process gets a signal. During {@link
     * Element#initialize} only.
     *
     * @param signal name without SIG
     * @return why that cannot be; null if it can
     */
    String onSignal(String signal, String handler);

    /**
     * Makes this element the one that decides whether the driver stops when that was asked for. During
     * {@link Element#initialize} only.
     *
     * @param onStop called between bursts, once for each request; answers whether the driver is to stop
     */
    void manageDriver(BooleanSupplier onStop);

    /**
     * Opens a file to write, over what it held; in replay, what is written goes nowhere.
     *
     * @throws IOException if it cannot be opened
     */
    OutputStream openFile(String filename) throws IOException;

    /** Asks the driver to stop, as {@code STOP true} does; a node that serves a network ignores it. */
    void requestStop();

    SharedTable sharedTable(String containerName, TableLayout layout);

    SharedPool sharedPool(String containerName, int begin, int end);

    SharedCounter sharedCounter(String containerName);

    LocalState localState(String containerName, long lengthBytes);

    /** A statistics counter of this element: soft state, neither logged nor digested; read from any thread. */
    StatisticsCounter statistics(String counterName);

    /** Number of the node's port with a name, -1 if there is none. */
    int portNumber(String portName);

    /**
     * Makes this element the one that takes what a port of the node receives: the graph calls its {@code push} with
     * input 0, though no connection leads there. During {@link Element#initialize} only; a number that the node does
     * not have, or that another element has taken, is reported as a fault.
     */
    void receiveFrom(int port);

    /**
     * Reports that the element cannot be initialized: {@code unknown device 'eth7'}. During
     * {@link Element#initialize} only; the graph is then not built.
     */
    void error(String message);

    /** Sends packets out of a port of the node; the batch is empty afterwards. */
    void transmit(int port, PacketBatch batch);
}
