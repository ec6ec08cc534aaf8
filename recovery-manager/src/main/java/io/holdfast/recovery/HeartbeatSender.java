package io.holdfast.recovery;

import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;

/** Says at regular intervals that this node works. */
final class HeartbeatSender {
    private final NodeContext context;
    private final Role role;
    private final WorkerPositions[] positions;
    private long nextNs;

    HeartbeatSender(final NodeContext context, final Role role) {
        this.context = context;
        this.role = role;
        positions = new WorkerPositions[context.settings().workers()];
    }

    /** Whether it is time for the next; the caller then fills in positions and sends. */
    boolean isDue(final long nowNs) {
        return nowNs >= nextNs;
    }

    /** Sets what the next heartbeat says of a worker. */
    HeartbeatSender position(final int worker, final long logged, final long released, final long replayed) {
        positions[worker] = new WorkerPositions(logged, released, replayed);
        return this;
    }

    /** Sends; a heartbeat that finds no room is left out, the next one follows soon. */
    void send(final long view, final int epoch, final long nowNs) {
        send(view, epoch, nowNs, 0);
    }

    /** The same, with the master's timestamp that is given back; 0 if there is none. */
    void send(final long view, final int epoch, final long nowNs, final long echoedNs) {
        nextNs = nowNs + context.settings().failover().heartbeatIntervalNs();
        context.control()
                .heartbeat(new HeartbeatHeader(view, context.incarnation(), epoch, role, nowNs, echoedNs), positions);
    }
}
