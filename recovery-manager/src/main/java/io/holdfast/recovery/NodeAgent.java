package io.holdfast.recovery;

import io.holdfast.element.GraphDefinition;
import io.holdfast.element.StateStore;
import io.holdfast.log.ControlListener;
import io.holdfast.log.ControlReader;
import io.holdfast.log.ControlWriter;
import io.holdfast.log.DivergenceReport;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.Transport;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.packet.PacketDevices;
import io.holdfast.recovery.attestation.AttestationNetwork;
import io.holdfast.recovery.attestation.ClockWatch;
import io.holdfast.recovery.attestation.Signatures;
import io.holdfast.recovery.group.ControlThreads;
import io.holdfast.recovery.group.GroupNetwork;
import java.io.IOException;
import java.security.KeyPair;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * A node: turns the transport, hears the peer, and lives the role that it has.
 *
 * <p>One thread calls {@link #doWork()}, and with one worker is that worker, too; several workers have threads of their
 * own ({@link WorkerTeam}). Any thread may ask for {@link #status()}. A {@link NodeFailure} or any other
 * exception out of {@link #doWork()} means that the node must end: its peer takes over.
 */
public final class NodeAgent implements Agent, AutoCloseable {
    private static final int CONTROL_LIMIT = 16;
    private static final AtomicBoolean HAS_REHEARSED = new AtomicBoolean();
    private static final long STATUS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * Between two turns of the transport when nothing waits for it: each is some ten system calls. What may come, heartbeats
     * and orders, has milliseconds.
     */
    static final long PATIENCE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final NodeContext context;
    private final ControlReader control;
    private final NodeViews views;
    private final String fingerprint;
    /** Null if the node decides by itself. */
    private final NodeProbe probe;

    private NodeRole role;
    private long nextLookNs;
    private long transportNs;
    private int otherVersion = ControlReader.OUR_VERSION;
    private volatile NodeStatus status;
    private volatile long statusNs;

    /**
     * Makes a node that looks for its peer, on the thread that will turn it.
     *
     * @param parts what it works with; closed by whoever made them, after the node
     */
    public NodeAgent(final NodeParts parts) {
        final Lifeline lifeline = listen(parts);
        final Durability durability = openDurability(parts, lifeline);
        final WorkerTeam team = new WorkerTeam(
                parts.devices(),
                parts.settings().workers(),
                parts.settings().cores(),
                parts.settings().idle(),
                parts.nanoClock(),
                parts.machine().threads());
        final Incarnation identity = parts.group() == null
                ? new Incarnation(parts.machine()::nextRandom)
                : new Incarnation(parts.group().lives());
        final LeaseGate gate = gate(parts);
        probe = parts.group() == null ? null : probe(parts, team);
        views = parts.group() == null ? null : new NodeViews(parts, identity, lifeline, gate, () -> role, probe);
        context = new NodeContext(
                parts.settings(),
                identity,
                parts.definition(),
                parts.devices(),
                team,
                parts.transport(),
                new ControlWriter(parts.transport().controlWriter()),
                lifeline,
                parts.nanoClock(),
                parts.epochClock(),
                parts.faults(),
                new JoinBackOff(),
                new Alarms(),
                durability,
                parts.log(),
                gate,
                views,
                parts.machine(),
                parts.rules());
        fingerprint = Long.toHexString(parts.definition().fingerprint());
        JoinRehearsal.run();
        rehearseOnce();
        control = new ControlReader(parts.transport().controlReader(), new ToRole());
        role = new StartingRole(context, this::become);
        publishStatus(parts.nanoClock().nanoTime());
    }

    /**
     * What a node is made of.
     *
     * @param settings checked
     * @param definition of its graph
     * @param devices opened; the workers' threads attach themselves
     * @param transport to the peer
     * @param nanoClock monotonic
     * @param epochClock wall clock
     * @param faults {@link NodeFaults#NONE}; tests of tests break what it promises
     * @param log for people
     * @param keys of the group
     * @param group that decides views by registers; null if the node decides by itself
     * @param machine that it runs on
     * @param rules {@link NodeRules#RIGHT}; tests of tests take one back
     */
    public record NodeParts(
            NodeSettings settings,
            GraphDefinition definition,
            PacketDevices devices,
            Transport transport,
            NanoClock nanoClock,
            EpochNanoClock epochClock,
            NodeFaults faults,
            NodeLog log,
            GroupKeys keys,
            GroupParts group,
            NodeMachine machine,
            NodeRules rules) {
        /** A node on a real machine. */
        public NodeParts(
                final NodeSettings settings,
                final GraphDefinition definition,
                final PacketDevices devices,
                final Transport transport,
                final NanoClock nanoClock,
                final EpochNanoClock epochClock,
                final NodeFaults faults,
                final NodeLog log,
                final GroupKeys keys,
                final GroupParts group) {
            this(
                    settings,
                    definition,
                    devices,
                    transport,
                    nanoClock,
                    epochClock,
                    faults,
                    log,
                    keys,
                    group,
                    NodeMachine.REAL,
                    NodeRules.RIGHT);
        }

        /** A node that decides by itself. */
        public NodeParts(
                final NodeSettings settings,
                final GraphDefinition definition,
                final PacketDevices devices,
                final Transport transport,
                final NanoClock nanoClock,
                final EpochNanoClock epochClock,
                final NodeFaults faults,
                final NodeLog log,
                final GroupKeys keys) {
            this(settings, definition, devices, transport, nanoClock, epochClock, faults, log, keys, null);
        }
    }

    /**
     * What a node works with whose views are decided by registers.
     *
     * @param network to the group; closed by whoever made it
     * @param lives gives the number of each of the node's lives, above all before
     * @param random for the client of the registers
     * @param attestations of the group
     * @param threads beside this node's that have a part in it
     */
    public record GroupParts(
            GroupNetwork network,
            LongSupplier lives,
            RandomGenerator random,
            AttestationParts attestations,
            ControlThreads threads) {}

    /**
     * What a node attests with. Who made it also has {@link NodeViews#attestations} turned, by a thread of its own.
     *
     * @param network to the members; closed by whoever made it
     * @param signatures with the key pair
     * @param keyPair for these, of this process alone
     * @param incarnation of this process, not 0
     * @param epochClock wall clock, which shows it when somebody sets the clock
     * @param diskWaitNs for how long the registers' disk has been asked for what it has not done yet
     * @param neighbourSilenceNs since a neighbour answered, on the port where that is longest ago; 0 if none is asked
     */
    public record AttestationParts(
            AttestationNetwork network,
            Signatures signatures,
            KeyPair keyPair,
            long incarnation,
            EpochNanoClock epochClock,
            LongSupplier diskWaitNs,
            LongSupplier neighbourSilenceNs) {}

    private static NodeProbe probe(final NodeParts parts, final WorkerTeam team) {
        final AttestationParts attestations = parts.group().attestations();
        return new NodeProbe(
                team,
                parts.devices(),
                new ClockWatch(
                        parts.nanoClock(),
                        attestations.epochClock(),
                        parts.settings().decided().orElseThrow().limits().clockSkewMs()),
                attestations.diskWaitNs(),
                attestations.neighbourSilenceNs());
    }

    private static LeaseGate gate(final NodeParts parts) {
        if (parts.faults().ignoresLease()) {
            return LeaseGate.broken(parts.nanoClock());
        }
        return parts.group() == null ? new LeaseGate(parts.nanoClock()) : LeaseGate.shut(parts.nanoClock());
    }

    private static Lifeline listen(final NodeParts parts) {
        final MemberAddress self = parts.settings().self();
        try {
            return parts.machine().lifeline(self, parts.settings().peer(), parts.keys());
        } catch (final IOException e) {
            throw new NodeFailure(
                    "cannot listen on " + self.text() + " (TCP, group.members." + self.name() + "): " + e.getMessage()
                            + " (is another node running here? is the address this machine's?)",
                    e);
        }
    }

    private static Durability openDurability(final NodeParts parts, final Lifeline lifeline) {
        try {
            return DiskDurability.of(
                    parts.settings(),
                    parts.definition().fingerprint(),
                    parts.settings().log().captureBytes(parts.definition().headerDepthBytes()),
                    parts.faults().disk(),
                    parts.log());
        } catch (final NodeFailure e) {
            lifeline.close();
            throw e;
        }
    }

    @Override
    public int doWork() {
        context.team().turned();
        int work = turnTransport();
        work += control.poll(CONTROL_LIMIT);
        final long nowNs = context.nanoClock().nanoTime();
        context.lifeline().doWork(nowNs);
        if (views != null) {
            work += views.doWork(nowNs);
        }
        work += role.doWork(nowNs);
        if (control.otherVersion() != otherVersion) {
            otherVersion = control.otherVersion();
            context.log()
                    .event("the peer's messages are of version " + otherVersion + ", this node's of version "
                            + ControlReader.OUR_VERSION + ", and are ignored: run the same release on both nodes");
        }
        if (nowNs >= nextLookNs) {
            nextLookNs = nowNs + STATUS_INTERVAL_NS;
            look(nowNs);
        }
        return work;
    }

    /** Sends and receives; now and then only, where nothing that packets wait for can come or go. */
    private int turnTransport() {
        if (role.transportMayWait()) {
            final long nowNs = context.nanoClock().nanoTime();
            if (nowNs - transportNs < PATIENCE_NS) {
                return 0;
            }
            transportNs = nowNs;
        }
        return context.transport().doWork();
    }

    private void look(final long nowNs) {
        if (views != null) {
            probe.work(role.work());
        }
        publishStatus(nowNs);
    }

    /** What people ask for and are told about views; null if the node decides by itself. */
    public NodeViews views() {
        return views;
    }

    /** On a real machine, once in a process; what goes wrong there goes wrong in earnest, too, and somebody should know. */
    private void rehearseOnce() {
        if (context.machine() != NodeMachine.REAL || HAS_REHEARSED.getAndSet(true)) {
            return;
        }
        try {
            rehearse();
        } catch (final RuntimeException e) {
            context.log().event("WARNING: a take-over could not be rehearsed, the first one will take longer: " + e);
        }
    }

    /** Goes through the motions of a take-over. */
    void rehearse() {
        TakeOverRehearsal.run(context);
    }

    /** The next role's workers may have begun already; the last one's have ended. */
    private void become(final NodeRole next) {
        role.close();
        role = next;
    }

    private void publishStatus(final long nowNs) {
        final StatusBuilder builder = new StatusBuilder();
        role.describe(builder);
        builder.devices(context.devices())
                .counter("alarms", context.alarms().count())
                .counter("control.invalid", control.invalidCount())
                .counter("transport.invalid", context.transport().invalidCount())
                .counter("lifeline.strangers", context.lifeline().strangerCount());
        context.transport().eachCounter(builder::counter);
        context.durability().describe(builder);
        if (views != null) {
            views.describe(builder);
        }
        status = builder.build(context, fingerprint);
        statusNs = nowNs;
    }

    /**
     * The newest picture of this node; from any thread. Pictures are made every 5 ms. That it is master is said under the lease only, which is looked at
     * now: the picture may be older than a pause of the whole process, in which another node has become master.
     */
    public NodeStatus status() {
        final long ageNs = context.nanoClock().nanoTime() - statusNs;
        final NodeStatus picture = status.aged(TimeUnit.NANOSECONDS.toMillis(Math.max(0, ageNs)));
        return picture.isMaster() && !context.gate().isOpen() ? picture.fenced() : picture;
    }

    /** What this node is at present; for its own thread. */
    NodeRole role() {
        return role;
    }

    /** The state of this node's graph, null if it has none; for its own thread. */
    StateStore state() {
        return role.state();
    }

    @Override
    public String roleName() {
        return "node " + context.settings().node();
    }

    /** Ends the role and the lifeline; the parts are the maker's to close. */
    @Override
    public void close() {
        try {
            role.close();
        } finally {
            // In this order: where the lifeline is seen closed, no thread of this node forwards any more.
            context.team().close();
            context.lifeline().close();
            context.durability().close();
        }
    }

    /** Passes what the peer says to the role of the moment. */
    private final class ToRole implements ControlListener {
        @Override
        public void onHeartbeat(final HeartbeatHeader heartbeat, final WorkerPositions[] positions) {
            role.onHeartbeat(heartbeat, positions);
        }

        @Override
        public boolean onAcknowledgement(final long view, final long incarnation, final int epoch) {
            return role.onAcknowledgement(view, incarnation, epoch);
        }

        @Override
        public void onStored(final int worker, final long burst) {
            role.onStored(worker, burst);
        }

        @Override
        public void onJoin(final JoinRequest request) {
            role.onJoin(request);
        }

        @Override
        public void onJoinAccepted(final JoinAnswer answer) {
            role.onJoinAccepted(answer);
        }

        @Override
        public void onJoinRefused(final long replicaIncarnation, final boolean permanent, final String reason) {
            role.onJoinRefused(replicaIncarnation, permanent, reason);
        }

        @Override
        public void onSnapshotReport(final long view, final long incarnation, final int epoch, final String fault) {
            role.onSnapshotReport(view, incarnation, epoch, fault);
        }

        @Override
        public void onPassedPacket(
                final long view, final long incarnation, final int worker, final int port, final byte[] frame) {
            role.onPassedPacket(view, incarnation, worker, port, frame);
        }

        @Override
        public void onPassedAll(final long view, final long incarnation) {
            role.onPassedAll(view, incarnation);
        }

        @Override
        public void onDivergence(final DivergenceReport report) {
            role.onDivergence(report);
        }
    }
}
