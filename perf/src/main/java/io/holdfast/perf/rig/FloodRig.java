package io.holdfast.perf.rig;

import io.holdfast.nat.lab.LabSettings;
import io.holdfast.perf.flood.FloodSignal;
import io.holdfast.recovery.NodeStatus;

/**
 * A protected pair with a witness, real processes with real sockets, and a stranger on the segment between them.
 *
 * <p>The thread that makes it is the generator's.
 */
public final class FloodRig implements AutoCloseable {
    private static final int REPLICA_WAIT_MS = 30_000;

    private final NodeRig rig;
    private FloodPlace place;

    /** Builds the links; nothing runs yet. Needs root, and two processors. */
    public FloodRig(final RigSettings settings, final LogMode mode) {
        rig = new NodeRig(settings, mode, REPLICA_WAIT_MS, (all, lab) -> {
            place = new FloodPlace(withWitness(lab), all.ringBytes());
            return place;
        });
    }

    private static LabSettings withWitness(final LabSettings lab) {
        return new LabSettings(
                lab.parent(), lab.workers(), lab.nodeJvmOptions(), lab.keep(), lab.nodeOptions(), true);
    }

    /** Starts the pair, and opens the flows. */
    public void open() {
        rig.open();
    }

    /** Lets the stranger in; he listens for some time, and is then ready to flood. */
    public FloodSignal letStrangerIn(final long seed, final long hearNs) {
        return place.letStrangerIn(seed, hearNs);
    }

    /** Keeps the master busy for a time. */
    public Measurement saturate(final long lengthNs) {
        return rig.saturate(lengthNs);
    }

    /** The status of the master of a protected pair, which it waits for. */
    public NodeStatus master() {
        return rig.awaitMaster(true);
    }

    /** A node's status, null if it does not answer. */
    public NodeStatus status(final String node) {
        return rig.status(node);
    }

    public String topology() {
        return rig.topology();
    }

    public String logTails() {
        return rig.logTails();
    }

    @Override
    public void close() {
        rig.close();
    }
}
