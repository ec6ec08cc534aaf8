package io.holdfast.element;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a worker offers to its graph: all that an element may know of the world outside it.
 *
 * <p>Supplied by whoever runs the graph: a plain run, a master, a replica's replay, a simulation. One instance per
 * worker.
 */
public interface WorkerEnvironment {
    /** Number of this worker, 0-based. */
    int worker();

    /** Workers of the node. */
    int workers();

    /** Packet memory of this worker. */
    PacketPool pool();

    /** Logged time of the burst at hand. */
    BurstClock clock();

    /** Seed of this worker's randomness: the same on both nodes. */
    long randomSeed();

    /**
     * Number of the port with a name.
     *
     * @return -1 if the node has no such port
     */
    int portNumber(String name);

    /** Ports of the node. */
    int portCount();

    /** Sends packets out of a port: at once, or when what they depend on is stable. The batch is empty afterwards. */
    void transmit(int port, PacketBatch batch);

    AccessControl accessControl();

    /** The state of the node, shared by all workers. */
    StateStore state();

    /** Shows a line to people; nothing is shown in replay. */
    default void chatter(final String line) {}

    /** Takes note that an element asks the driver to stop. */
    default void requestStop() {}

    /** Writes text to people as it stands: standard output of a run, nothing in replay. */
    default void print(final String text) {}

    /**
     * Writes text to a file; nothing in replay.
     *
     * @return a fault, null if there is none
     */
    default String print(final String file, final boolean append, final String text) {
        return null;
    }

    /**
     * Opens a file for an element to write, over what it held. What is written goes nowhere unless the run says that files
     * are to be written: in replay they are not.
     *
     * @throws IOException if it cannot be opened
     */
    default OutputStream openFile(final String filename) throws IOException {
        return OutputStream.nullOutputStream();
    }

    /** Opens a control socket for an element, when the graph is ready; a node has controls of its own, and opens none. */
    default void openControl(final String owner, final ControlService service) {}

    /**
     * Has a write handler called when the process gets a signal. A node's signals are the node's own: when one arrives is
     * nothing that a replica could replay.
     *
     * @return why that cannot be; null if it can
     */
    default String onSignal(final String signal, final String handler) {
        return "signals run no scripts on a node: " + signal;
    }
}
