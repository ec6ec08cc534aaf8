package io.holdfast.recovery;

import io.holdfast.recovery.view.Lease;

/**
 * The lease of a protected master whose pair decides without registers: it releases until a part of the heartbeat
 * time-out has passed since its own timestamp that its replica gave back last.
 *
 * <p>A replica takes over when it has heard nothing of its master for the whole time-out; what it gave back it had
 * heard before. So a master that was stopped, and goes on when its replica is master, releases nothing, without having
 * heard of it. A closed lifeline needs no lease: the process has ended. It does not help against a cut sync link, for
 * then a master goes solo by itself; that needs a witness.
 *
 * <p>Used by the node's thread; others ask the gate.
 */
final class PairLease {
    /** Parts of the time-out that a lease is shorter by: for clocks that run at different rates, and to be first. */
    static final int MARGIN_FRACTION = 10;

    private final LeaseGate gate;
    private final Lease lease;
    private boolean isProtected;

    PairLease(final LeaseGate gate, final long heartbeatTimeoutNs) {
        this.gate = gate;
        lease = new Lease(heartbeatTimeoutNs - heartbeatTimeoutNs / MARGIN_FRACTION);
        end();
    }

    /** Another replica joins. */
    void expect() {
        lease.reset();
    }

    /** The replica, or the one that is joining, gave back a timestamp. */
    void onEcho(final long ownTimestampNs) {
        if (ownTimestampNs != 0) {
            lease.onEcho(ownTimestampNs);
            open();
        }
    }

    /** From here on there is a replica that may take over. */
    void begin() {
        isProtected = true;
        open();
    }

    /** There is none any more. */
    void end() {
        isProtected = false;
        gate.openUntil(Long.MAX_VALUE);
    }

    private void open() {
        if (isProtected) {
            gate.openUntil(lease.isGranted() ? lease.endNs() : Long.MIN_VALUE);
        }
    }
}
