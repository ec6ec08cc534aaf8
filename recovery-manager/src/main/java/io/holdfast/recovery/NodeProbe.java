package io.holdfast.recovery;

import io.holdfast.packet.PacketDevices;
import io.holdfast.recovery.attestation.ClockWatch;
import io.holdfast.recovery.attestation.WorkProbe;
import io.holdfast.recovery.attestation.WorkReport;
import java.util.function.LongSupplier;

/**
 * What a node reports of its own work: turns of its threads, how far its log has come, the links of its ports, its disk and
 * its clock. Read by the attestations' thread, which goes on when the node's or a worker's stands still; that is the point.
 */
final class NodeProbe implements WorkProbe {
    private final WorkerTeam team;
    private final PacketDevices devices;
    private final ClockWatch clock;
    private final LongSupplier diskWaitNs;
    private final LongSupplier neighbourSilenceNs;
    private volatile NodeWork work = NodeWork.NONE;
    private volatile boolean isLeaving;

    NodeProbe(
            final WorkerTeam team,
            final PacketDevices devices,
            final ClockWatch clock,
            final LongSupplier diskWaitNs,
            final LongSupplier neighbourSilenceNs) {
        this.team = team;
        this.devices = devices;
        this.clock = clock;
        this.diskWaitNs = diskWaitNs;
        this.neighbourSilenceNs = neighbourSilenceNs;
    }

    /** This is how far the work has come. The node's thread. */
    void work(final NodeWork newWork) {
        work = newWork;
    }

    /** Whether a person has the node take no part. Any thread. */
    void leaving(final boolean newLeaving) {
        isLeaving = newLeaving;
    }

    @Override
    public WorkReport report() {
        final NodeWork now = work;
        return new WorkReport(
                0,
                0,
                team.turnCounts(),
                now.logged(),
                now.isLogOwed(),
                now.stored(),
                now.replayed(),
                now.received(),
                portsDown(),
                neighbourSilenceNs.getAsLong(),
                diskWaitNs.getAsLong(),
                clock.isSteady(),
                isLeaving);
    }

    private int portsDown() {
        int down = 0;
        for (int i = 0; i < devices.portCount(); i++) {
            down += devices.port(i).isLinkUp() ? 0 : 1;
        }
        return down;
    }
}
