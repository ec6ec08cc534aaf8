package io.holdfast.perf.rig;

import io.holdfast.log.LogRecords;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.secure.GroupKey;
import io.holdfast.log.secure.GroupKeyRing;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NodeOptions;
import io.holdfast.nat.lab.WiredLab;
import io.holdfast.perf.load.GoodPacketListener;
import io.holdfast.perf.load.LoadGenerator;
import io.holdfast.perf.load.MeterCounts;
import io.holdfast.perf.load.Trial;
import io.holdfast.recovery.NodeStatus;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Real nodes, solo or a pair, and the generator in turns on one thread: some packets are sent, the master works, then
 * its replica, and so on. Of each only its own processor time counts, system calls included.
 *
 * <p>So no second core is needed, nobody waits for anybody, and what other processes do to this one costs little. The
 * log goes over UDP on loopback, where the sender's system call also does the receiver's part of the kernel's work. A node has its next
 * step before all of the last one has come back, as if the line were always full; a span ends when all has.
 */
public final class SteppedPairRig implements Rig {
    /** Packets of a step. */
    private static final int STEP_PACKETS = 512;

    private static final long START_LIMIT_NS = 30_000_000_000L;
    /** Longer than a node's status is kept. */
    private static final long STATUS_NS = 11_000_000;

    private static final int DRAIN_STEPS = 1000;

    private final RigSettings settings;
    private final LogMode mode;
    private final WiredLab lab;
    private final SteppedLinks links;
    private final SteppedNode master;
    private final SteppedNode replica;
    private final LoadGenerator generator;
    private final List<LoadGenerator.BoxTurn> turns;

    /** Builds nodes and generator; the calling thread turns them. */
    public SteppedPairRig(final RigSettings settings, final LogMode mode, final boolean hasKey) {
        this.settings = settings;
        this.mode = mode;
        if (settings.link() != LinkKind.MEMORY) {
            throw new IllegalArgumentException(
                    "stepped nodes have --via memory: " + settings.link().word());
        }
        lab = new WiredLab(
                new LabSettings(
                        LabSettings.defaultParent(), 1, List.of(), false, new NodeOptions(Map.of(), List.of(), "")),
                (node, port) -> "");
        final List<MemberAddress> members =
                Stream.of("a", "b").map(this::member).toList();
        final GroupKeys keys =
                hasKey ? GroupKeys.of(GroupKeyRing.of(GroupKey.random(new SecureRandom()))) : GroupKeys.none();
        final LogRecords records = mode == LogMode.ALL ? LogRecords.ALL : LogRecords.CHANGES;
        links = SteppedLinks.memory(lab.directory(), settings.ringBytes());
        master = new SteppedNode(
                new SteppedNode.Place(members, 0, keys, lab.directory(), mode.isProtected() ? 0 : 1),
                records,
                settings.plan(),
                links.box());
        replica = mode.isProtected()
                ? new SteppedNode(
                        new SteppedNode.Place(members, 1, keys, lab.directory(), 0),
                        records,
                        settings.plan(),
                        NamedDevices.open())
                : null;
        generator = new LoadGenerator(settings.plan(), links.lan(), links.wan());
        turns = turns();
    }

    /** A turn of each node at a time: what it writes it sends in that turn. */
    private List<LoadGenerator.BoxTurn> turns() {
        return replica == null
                ? List.of(master::turnUncounted)
                : List.of(master::turnUncounted, replica::turnUncounted);
    }

    private MemberAddress member(final String name) {
        final String text = lab.member(name);
        final int colon = text.lastIndexOf(':');
        return new MemberAddress(name, text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public void open() {
        final long beginNs = System.nanoTime();
        while (!isAsItShould()) {
            turn();
            if (System.nanoTime() - beginNs > START_LIMIT_NS) {
                throw new LabException("the nodes did not become what they should in time:\n" + logTails());
            }
        }
        generator.open(this::turn);
    }

    /** Whether the master is protected, or solo, as the mode says. */
    private boolean isAsItShould() {
        final String wanted = mode.isProtected() ? "protected" : "solo";
        return status().isMaster() && wanted.equals(status().protection());
    }

    /** All nodes work until they find nothing to do; returns whether any did. */
    public boolean turn() {
        boolean works = master.turnToEnd() > 0;
        works |= replica != null && replica.turnToEnd() > 0;
        return works;
    }

    /**
     * A turn of each node takes a step's packets. If the line is always full the next turn has packets of its own, so none
     * may be counted that finds nothing.
     */
    private void turnOnce() {
        master.turn(1);
        if (replica != null) {
            replica.turn(1);
        }
    }

    /** The master's status. */
    public NodeStatus status() {
        return master.status();
    }

    /** The master's status, made after this call. */
    public NodeStatus freshStatus() {
        // Asked for, so that the next one is soon.
        status();
        final long beginNs = master.timeNs();
        while (master.timeNs() - beginNs < STATUS_NS) {
            turn();
        }
        return status();
    }

    @Override
    public LoadGenerator generator() {
        return generator;
    }

    @Override
    public Measurement saturate(final long lengthNs) {
        final long endNs = System.nanoTime() + lengthNs;
        final Span span = new Span();
        do {
            span.step(STEP_PACKETS);
        } while (System.nanoTime() < endNs);
        return span.end();
    }

    /** What some steps come to. */
    private final class Span {
        private final long masterNs = master.cpuNs();
        private final long replicaNs = replica == null ? 0 : replica.cpuNs();
        private final long bytes = master.allocatedBytes();
        private long sent;
        private MeterCounts counts = new MeterCounts(0, 0, 0, 0, 0, 0);

        void step(final int packets) {
            sent += generator.step(packets);
            turnOnce();
            counts = counts.plus(generator.endStep().counts());
        }

        Measurement end() {
            for (int i = 0; i < DRAIN_STEPS && counts.arrived() < sent; i++) {
                step(0);
            }
            if (!isAsItShould()) {
                throw new LabException("the nodes did not stay what they were:\n" + logTails());
            }
            final long cpuNs = master.cpuNs() - masterNs;
            return new Measurement(
                    new Trial(sent, 0, counts, cpuNs, cpuNs, 0, 1, 0, 0),
                    cpuNs,
                    replica == null ? 0 : replica.cpuNs() - replicaNs,
                    master.allocatedBytes() - bytes,
                    true);
        }
    }

    /**
     * Sends packets one by one, each when the last has come back and its time has come.
     *
     * @param perSecond packets at most
     */
    public Trial ping(final double perSecond, final long lengthNs, final GoodPacketListener listener) {
        final Trial trial = generator.ping(perSecond, lengthNs, listener, turns);
        if (!isAsItShould()) {
            throw new LabException("the nodes did not stay what they were:\n" + logTails());
        }
        return trial;
    }

    @Override
    public Trial pace(final double perSecond, final long lengthNs, final GoodPacketListener listener) {
        throw new UnsupportedOperationException("a box that is turned by the generator's thread has no rate");
    }

    @Override
    public String topology() {
        return "generator, " + (mode.isProtected() ? "master and replica" : "a solo node") + " in turns on one thread, "
                + settings.link().word() + " ports, steps of " + STEP_PACKETS
                + " packets, the log over UDP on loopback; processor time of each node alone";
    }

    @Override
    public String logTails() {
        return master.log() + (replica == null ? "" : replica.log());
    }

    @Override
    public void close() {
        generator.close();
        if (replica != null) {
            replica.close();
        }
        master.close();
        links.close();
        lab.close();
    }
}
