package io.holdfast.recovery;

import io.holdfast.log.JoinAnswer;
import io.holdfast.log.LogReader;
import io.holdfast.log.MessageReader;
import io.holdfast.log.disk.StoredGeneration;
import java.util.List;

/**
 * Where a record must be before a replica acknowledges it.
 *
 * <p>What a replica takes in goes through here; without the log on disk, through nothing. Used by the node's thread.
 */
interface Durability extends AutoCloseable {
    /** A record in the replica's memory is stored. */
    Durability MEMORY = new Durability() {};

    /** Whether the log is kept on disk. */
    default boolean isOnDisk() {
        return false;
    }

    /** What is taken in from here on belongs to this promise of the master's. */
    default void begin(final JoinAnswer answer) {}

    /** Puts itself behind what stores a worker's records. */
    default LogReader.Sink behind(final int worker, final LogReader.Sink sink) {
        return sink;
    }

    /** Puts itself beside what reads the snapshot. */
    default MessageReader beside(final MessageReader snapshot) {
        return snapshot;
    }

    /** The snapshot is whole. */
    default void snapshotEnds() {}

    /** Whether the snapshot is where it must be. */
    default boolean isSnapshotSafe() {
        return true;
    }

    /** Last burst that may be acknowledged, of those stored in memory up to {@code storedBurst}. */
    default long safeBurst(final int worker, final long storedBurst) {
        return storedBurst;
    }

    /** One turn; returns the work done. */
    default int doWork() {
        return 0;
    }

    /** Why nothing can be made durable any more, or null. */
    default String fault() {
        return null;
    }

    /** Whether what is kept has reached its limit. */
    default boolean isFull() {
        return false;
    }

    /** What is taken in from here on is no longer kept: the master is gone. */
    default void stop() {}

    /** Ends what is being kept, which stays there. */
    default void end() {}

    /** A replica protects this node: what is here is older than what it has. */
    default void discard() {}

    /** What is there, oldest first. */
    default List<StoredGeneration> stored() {
        return List.of();
    }

    default void describe(final StatusBuilder status) {}

    @Override
    default void close() {}
}
