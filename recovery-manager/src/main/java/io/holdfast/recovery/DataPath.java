package io.holdfast.recovery;

import io.holdfast.log.StablePositions;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.PacketSink;

/**
 * What a master forwards with, from one replica to the next.
 *
 * @param runtime of the worker
 * @param access of the worker
 * @param worker that forwards
 * @param device where packets go at last
 * @param hold queue of the worker; empty while there is no replica
 * @param stable positions of the present replica
 */
record DataPath(
        WorkerRuntime runtime,
        RecordingAccess access,
        Worker worker,
        PacketSink device,
        HoldQueue hold,
        StablePositions stable) {
    /** From the next burst on there is no log, and nothing is held. */
    void unprotect() {
        access.watch(StateWatch.NONE);
        worker.protect(new NoProtection(device));
    }
}
