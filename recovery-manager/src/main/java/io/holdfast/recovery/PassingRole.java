package io.holdfast.recovery;

import io.holdfast.log.ControlWriter;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import java.util.concurrent.TimeUnit;

/**
 * A master that has handed over: passes to the new one what still reaches this node, and releases nothing.
 *
 * <pre>
 *   rings, as they filled while it drained ─┐
 *   frames on their way, until the network ─┴─► control stream ─► {@link PassedIntake}
 *     has heard of the new master
 * </pre>
 *
 * <p>It begins when the new master is heard, which tells its neighbours first; before, nobody would take the packets.
 * When nothing has come for {@link #QUIET_NS} since, it says that this was all, goes on for {@link #GRACE_NS} for what
 * comes late, and then begins anew. If the new master is not heard of, or takes nothing, it begins anew after
 * {@link #LIMIT_NS}, and after {@link #MOST_NS} if packets never cease to come here.
 *
 * <p>Used by the node's thread, which receives for all workers, at meetings of theirs.
 */
final class PassingRole implements NodeRole {
    /** Without a packet for so long, and the neighbours told, nothing more is expected here. */
    static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(2);

    static final long GRACE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    static final long LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(1000);
    static final long MOST_NS = TimeUnit.MILLISECONDS.toNanos(5000);

    private final NodeContext context;
    private final RoleChange change;
    private final long view;
    private final long oldIncarnation;
    private final long startNs;
    private final PacketBatch batch = new PacketBatch();
    private int batchWorker;
    private int batchPort;
    private int batchDone;
    private long lastPacketNs;
    private boolean isAnnounced;
    private boolean hasSaidAll;
    private long saidNs;
    private long passedCount;
    private long droppedCount;

    /**
     * Begins.
     *
     * @param view of the new master
     * @param oldIncarnation of this node when it was master
     */
    PassingRole(final NodeContext context, final RoleChange change, final long view, final long oldIncarnation) {
        this.context = context;
        this.change = change;
        this.view = view;
        this.oldIncarnation = oldIncarnation;
        startNs = context.nanoClock().nanoTime();
        lastPacketNs = startNs;
    }

    @Override
    public int doWork(final long nowNs) {
        final long before = passedCount;
        if (isAnnounced && !context.faults().keepsHandedOver()) {
            context.team().meet(this::pass);
        }
        if (passedCount != before) {
            lastPacketNs = nowNs;
        }
        final boolean isQuiet = isAnnounced && batch.isEmpty() && nowNs - lastPacketNs >= QUIET_NS;
        if (isQuiet && !hasSaidAll) {
            hasSaidAll = context.control().passedAll(view, oldIncarnation);
            saidNs = nowNs;
        }
        if (isOver(nowNs)) {
            end();
        }
        return (int) (passedCount - before);
    }

    private boolean isOver(final long nowNs) {
        return hasSaidAll ? nowNs - saidNs >= GRACE_NS : nowNs - lastPacketNs >= LIMIT_NS || nowNs - startNs >= MOST_NS;
    }

    private String ending() {
        if (hasSaidAll) {
            return "";
        }
        return isAnnounced
                ? "; what still waits here is dropped, the new master did not take all in time"
                : "; the new master was not heard of";
    }

    private void end() {
        context.log()
                .event("handed over: " + passedCount + " packets that came here were passed on"
                        + (droppedCount == 0 ? "" : ", " + droppedCount + " were too long for that")
                        + ending());
        change.become(StartingRole.again(context, change, false, 0));
    }

    /** Until the devices have nothing more, or the control stream takes nothing more. */
    private void pass() {
        if (!sendBatch()) {
            return;
        }
        final PacketDevices devices = context.devices();
        for (int worker = 0; worker < context.settings().workers(); worker++) {
            for (int port = 0; port < devices.portCount(); port++) {
                while (devices.port(port).receive(worker, devices.pool(worker), batch) > 0) {
                    batchWorker = worker;
                    batchPort = port;
                    if (!sendBatch()) {
                        return;
                    }
                }
            }
        }
    }

    /** Returns false if the stream has no room: the rest of the batch waits for the next turn. */
    private boolean sendBatch() {
        for (; batchDone < batch.size(); batchDone++) {
            final Packet packet = batch.get(batchDone);
            if (packet.length() > ControlWriter.MAX_FRAME_BYTES) {
                droppedCount++;
            } else if (context.control()
                    .passPacket(view, oldIncarnation, batchWorker, batchPort, packet.address(), packet.length())) {
                passedCount++;
            } else {
                return false;
            }
        }
        batch.free();
        batchDone = 0;
        return true;
    }

    @Override
    public void onHeartbeat(final HeartbeatHeader heartbeat, final WorkerPositions[] positions) {
        if (heartbeat.role() == Role.MASTER && heartbeat.view() >= view && !isAnnounced) {
            isAnnounced = true;
            lastPacketNs = context.nanoClock().nanoTime();
        }
    }

    @Override
    public void describe(final StatusBuilder status) {
        status.role("starting", "none", view, 0)
                .peer("was handed over to")
                .counter("handOver.passed", passedCount)
                .drop("handOver.tooLong", droppedCount);
    }

    @Override
    public void close() {
        context.team().meet(batch::free);
    }
}
