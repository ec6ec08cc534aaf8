package io.holdfast.nat.lab;

import io.holdfast.nat.traffic.ClientReport;
import io.holdfast.nat.traffic.ServerReport;
import io.holdfast.nat.traffic.TrafficProgress;

/** A client and a server at work in a lab. */
public interface Traffic extends AutoCloseable {
    /**
     * How it is going; the last state known.
     *
     * @throws LabException if the client or the server has ended by itself
     */
    TrafficProgress progress();

    /** Asks the client to close its flows in order; it takes as long as the stall limit, at most. */
    void beginStop();

    /** True once everything has been closed, and {@link #reports} can be read. */
    boolean isStopped();

    /**
     * What both ends saw.
     *
     * @throws LabException if the reports cannot be had
     */
    Reports reports();

    /** Ends both, in order or not. */
    @Override
    void close();

    /** What both ends saw. */
    record Reports(ClientReport client, ServerReport server) {}
}
