package io.holdfast.log;

import java.util.function.ObjLongConsumer;

/**
 * What carries messages between the two nodes of a pair: one control stream each way, and from master to replica one
 * log stream per worker and one for snapshots.
 *
 * <p>Called by the node's thread, which also turns it: {@link #doWork()} sends and receives.
 */
public interface Transport extends AutoCloseable {
    /** Stream to the peer's {@link #controlReader()}. */
    MessageWriter controlWriter();

    /** What peers send to this node. */
    MessageReader controlReader();

    /** Opens a new stream for a worker's log to the peer; the caller closes it. */
    MessageWriter openLogWriter(int worker);

    /** What masters log to this node for a worker. */
    MessageReader logReader(int worker);

    /** Opens a new stream for a snapshot to the peer; the caller closes it. */
    MessageWriter openSnapshotWriter();

    /** What masters send of their state to this node. */
    MessageReader snapshotReader();

    /** Does the transport's share of a turn; returns the work done. */
    int doWork();

    /**
     * Sends what has been written, and leaves what may have come for {@link #doWork()}: looking for it is system calls,
     * which whoever waits for a message just written would wait for, too. Returns the work done.
     */
    default int send() {
        return doWork();
    }

    /** Messages and frames from outside that made no sense, since the start. */
    long invalidCount();

    /** Tells what else the transport counts, name by name, for the node's status. */
    default void eachCounter(final ObjLongConsumer<String> consumer) {}

    @Override
    void close();
}
