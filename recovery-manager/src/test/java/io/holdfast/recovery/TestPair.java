package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.element.GraphDefinition;
import io.holdfast.element.StateRegion;
import io.holdfast.log.ControlWriter;
import io.holdfast.log.HeartbeatHeader;
import io.holdfast.log.LogRecords;
import io.holdfast.log.LoopbackPorts;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.Transport;
import io.holdfast.log.WorkerPositions;
import io.holdfast.log.sbe.Role;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PortSettings;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Two nodes in one thread, over a network in memory, with a clock that stands unless a turn moves it.
 *
 * <p>Nodes with several workers have threads for these, and the clock is the machine's; the epoch's clock, by which
 * timers fire, can be stopped.
 */
final class TestPair implements AutoCloseable {
    static final String SEQUENCER = "Sequencer;";

    private static final long TURN_NS = 1_000_000;
    private static final long DEADLINE_NS = 60_000_000_000L;

    private final MemoryNetwork network = new MemoryNetwork();
    private final List<MemberAddress> members;
    private final List<String> events = new ArrayList<>();
    private final int workers;
    private final Path disks;
    private final boolean isTimed;
    private int diskMebibytes = 64;
    private MemoryGroup group;
    private int replayDelayMs;
    private boolean capturesFull;
    private boolean resends;
    private volatile long nowNs = 1_000_000_000L;
    private volatile long stoppedEpochNs;
    private int heartbeatTimeoutMs;
    private long skewOfBNs;
    private long turnNs = TURN_NS;
    private TestNode a;
    private TestNode b;

    TestPair() throws IOException {
        this(1);
    }

    TestPair(final int workers) throws IOException {
        this(workers, null);
    }

    /** With the log on disk, below a directory; disks know the machine's clock only. */
    TestPair(final int workers, final Path disks) throws IOException {
        this.workers = workers;
        this.disks = disks;
        isTimed = workers == 1 && disks == null;
        heartbeatTimeoutMs = isTimed ? 100 : 5000;
        members = List.of(
                new MemberAddress("a", "127.0.0.1", LoopbackPorts.find()),
                new MemberAddress("b", "127.0.0.1", LoopbackPorts.find()));
    }

    /** A pair that runs a graph and is protected. */
    static TestPair protectedPair(final String graph, final ReleaseCheck releaseCheck) throws IOException {
        return protectedPair(1, graph, new NodeFaults(releaseCheck, SnapshotFault.NONE));
    }

    /** The same with several workers. */
    static TestPair protectedPair(final int workers, final String graph, final NodeFaults faults) throws IOException {
        final TestPair pair = new TestPair(workers);
        pair.start("a", graph, faults);
        pair.start("b", graph, faults);
        pair.awaitProtected();
        pair.a.devices.takeSent();
        return pair;
    }

    /** A pair with a witness, whose views are decided by registers; not started. */
    static TestPair decidedPair(final int workers) throws IOException {
        final TestPair pair = new TestPair(workers);
        pair.group = new MemoryGroup(pair.members, pair::nanoTime, workers == 1 ? 100 : 1000);
        return pair;
    }

    /** The same with the log on disk. */
    static TestPair decidedPair(final Path disks) throws IOException {
        final TestPair pair = new TestPair(1, disks);
        pair.group = new MemoryGroup(pair.members, pair::nanoTime, 1000);
        return pair;
    }

    /** With a witness, started and protected. */
    static TestPair protectedDecidedPair(final String graph, final NodeFaults faults) throws IOException {
        final TestPair pair = decidedPair(1);
        pair.start("a", graph, faults);
        pair.start("b", graph, faults);
        pair.awaitProtected();
        pair.a.devices.takeSent();
        return pair;
    }

    MemoryGroup group() {
        return group;
    }

    TestNode start(final String name, final String graph, final ReleaseCheck releaseCheck) {
        return start(name, graph, new NodeFaults(releaseCheck, SnapshotFault.NONE));
    }

    TestNode start(final String name, final String graph, final NodeFaults faults) {
        final TestNode node = new TestNode(name, graph, faults);
        if (a == null && name.equals("a") || a != null && a.name.equals(name)) {
            a = node;
        } else {
            b = node;
        }
        return node;
    }

    TestNode a() {
        return a;
    }

    TestNode b() {
        return b;
    }

    /** Of nodes that start from here on. */
    void heartbeatTimeoutMs(final int newTimeoutMs) {
        heartbeatTimeoutMs = newTimeoutMs;
    }

    /** What passes in each turn from here on. */
    void turnNs(final long newTurnNs) {
        turnNs = newTurnNs;
    }

    int workers() {
        return workers;
    }

    MemoryNetwork network() {
        return network;
    }

    /** The wall clock of a node b that starts later is ahead by so much, or behind. */
    void skewClockOfB(final long skewNs) {
        skewOfBNs = skewNs;
    }

    /** Has a node hear a master of view 1 that has an incarnation. */
    void injectMasterHeartbeat(final String node, final long incarnation) {
        final Transport stranger = network.transport("stranger", node);
        new ControlWriter(stranger.controlWriter())
                .heartbeat(new HeartbeatHeader(1, incarnation, 0, Role.MASTER, nanoTime()), new WorkerPositions[0]);
    }

    List<String> events() {
        return events;
    }

    /** Both nodes have a turn, and a millisecond passes. */
    void turn() {
        if (isTimed) {
            nowNs += turnNs;
        } else {
            Thread.yield();
        }
        if (group != null) {
            group.turn();
        }
        for (final TestNode node : new TestNode[] {a, b}) {
            if (node != null) {
                node.turn();
            }
        }
    }

    /** One node has a turn, and half of a millisecond passes. */
    void turnOf(final TestNode node) {
        nowNs += TURN_NS / 2;
        node.turn();
    }

    void turns(final int count) {
        for (int i = 0; i < count; i++) {
            turn();
        }
    }

    void await(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            turn();
            if (System.nanoTime() > deadline) {
                fail("not in time: " + what + "; events: " + events + failures());
            }
        }
    }

    /** What ended nodes by themselves. */
    private String failures() {
        final StringBuilder text = new StringBuilder();
        for (final TestNode node : new TestNode[] {a, b}) {
            if (node != null && node.failure != null) {
                text.append("; ").append(node.name).append(" failed: ").append(node.failure);
            }
        }
        return text.toString();
    }

    void awaitProtected() {
        await(
                "protected",
                () -> a.status().protection().equals("protected")
                        && a.status().role().equals("master")
                        && b.status().role().equals("replica"));
    }

    /** Ends with the master alone: the replica is killed, and the master has noticed. */
    void loseReplica() {
        b.kill();
        await("solo", () -> a.status().protection().equals("solo"));
    }

    /** Waits until the replica has replayed all that the master has done. */
    void awaitReplayed() {
        await(
                "replayed",
                () -> b.status().role().equals("replica")
                        && IntStream.range(0, workers).allMatch(this::isReplayed));
    }

    private boolean isReplayed(final int worker) {
        final NodeStatus.WorkerStatus master = a.status().workers().get(worker);
        return master.logged() == b.status().workers().get(worker).replayed() && master.logged() == master.stable();
    }

    /** Timers fire no more, so that a pair without traffic comes to rest. */
    void stopEpochClock() {
        stoppedEpochNs = nanoTime();
    }

    void startEpochClock() {
        stoppedEpochNs = 0;
    }

    /** Of nodes that start from here on. */
    void diskMebibytes(final int limit) {
        diskMebibytes = limit;
    }

    /** Of nodes that start from here on. */
    void replayDelayMs(final int delayMs) {
        replayDelayMs = delayMs;
    }

    /** Of nodes that start from here on: the log keeps all of each packet. */
    void captureFull() {
        capturesFull = true;
    }

    /** Of nodes that start from here on: {@code takeover.resend: on}. */
    void resend() {
        resends = true;
    }

    private Optional<LogOnDisk> logOnDisk(final String node) {
        return disks == null ? Optional.empty() : Optional.of(new LogOnDisk(disks.resolve(node), diskMebibytes));
    }

    private long nanoTime() {
        return isTimed ? nowNs : System.nanoTime();
    }

    private long epochNanoTime() {
        return stoppedEpochNs == 0 ? nanoTime() : stoppedEpochNs;
    }

    /** The other way round: what was node a is node b from here on. */
    void swap() {
        final TestNode former = a;
        a = b;
        b = former;
    }

    @Override
    public void close() {
        for (final TestNode node : new TestNode[] {a, b}) {
            if (node != null) {
                node.close();
            }
        }
    }

    /** One node of the pair. */
    final class TestNode {
        private final String name;
        private final TestDevices devices = new TestDevices(workers);
        private final NodeAgent agent;
        private boolean runs = true;
        private boolean isStuck;
        private boolean closed;
        private RuntimeException failure;
        private int looksUntilStop;
        private int stopTurns;
        private int sentBeforeStop;

        private TestNode(final String name, final String graph, final NodeFaults faults) {
            this.name = name;
            final long skewNs = name.equals("b") ? skewOfBNs : 0;
            final NodeSettings settings = new NodeSettings(
                    name,
                    members,
                    List.of(new PortSettings("in", "test"), new PortSettings("out", "test")),
                    workers,
                    List.of(),
                    Path.of("test.click"),
                    Map.of(),
                    disks == null ? Path.of(".") : disks.resolve("runtime-" + name),
                    new LogSettings(
                            LogRecords.CHANGES,
                            capturesFull,
                            capturesFull ? 1 << 20 : 64 << 10,
                            capturesFull ? 4 << 20 : 1 << 20,
                            512,
                            4096,
                            logOnDisk(name),
                            replayDelayMs),
                    new FailoverSettings(10, heartbeatTimeoutMs, 50, 30_000, 60_000, resends),
                    4096,
                    IdleMode.PARK);
            agent = new NodeAgent(new NodeAgent.NodeParts(
                    group == null ? settings : settings.decidedBy(group.settings()),
                    GraphDefinition.parse("test.click", graph, Map.of(), TestElements.classes()),
                    devices,
                    network.transport(name, settings.peer().name()),
                    this::lookAtClock,
                    () -> {
                        look();
                        return epochNanoTime() + skewNs;
                    },
                    faults,
                    line -> events.add(name + ": " + line),
                    GroupKeys.none(),
                    group == null ? null : group.parts(number())));
        }

        void turn() {
            if (!runs) {
                return;
            }
            try {
                if (agent.views() != null) {
                    agent.views().attestations().doWork();
                }
                if (!isStuck) {
                    agent.doWork();
                }
            } catch (final RuntimeException e) {
                failure = e;
                close();
            }
        }

        /** Goes through the motions of a take-over. */
        void rehearse() {
            agent.rehearse();
        }

        /** The process ends, as by SIGKILL: its connections are closed by the kernel, nothing is said. */
        void kill() {
            close();
        }

        private int number() {
            return name.equals("a") ? 0 : 1;
        }

        NodeViews views() {
            return agent.views();
        }

        /**
         * In its own turn, when it looks at a clock or for frames so many times from now, the process stands still, while the
         * other one has so many turns: as by SIGSTOP in the midst of anything. For pairs with one worker and without a group.
         */
        void stopAtLook(final int look, final int turns) {
            looksUntilStop = look;
            stopTurns = turns;
            devices.atEachLook(this::look);
        }

        /** Whether it has stood still since {@link #stopAtLook}. */
        boolean hasStopped() {
            return looksUntilStop == 0;
        }

        /** Packets that went out before it stood still, and were not taken then. */
        int sentBeforeStop() {
            return sentBeforeStop;
        }

        private long lookAtClock() {
            look();
            return TestPair.this.nanoTime();
        }

        private void look() {
            if (looksUntilStop > 0 && --looksUntilStop == 0) {
                sentBeforeStop = takeSent().size();
                final TestNode other = this == a ? b : a;
                for (int i = 0; i < stopTurns; i++) {
                    nowNs += TURN_NS;
                    other.turn();
                }
            }
        }

        /** The process stands still, as by SIGSTOP. */
        void hang() {
            runs = false;
        }

        void goOn() {
            runs = true;
        }

        /** The cable of a port is pulled out, or plugged in. */
        void setLink(final boolean isUp) {
            devices.setLink(isUp);
        }

        /** The node's thread stands still, that of its attestations goes on. */
        void stick() {
            isStuck = true;
        }

        NodeStatus status() {
            return agent.status();
        }

        String name() {
            return name;
        }

        /** All of the node's state, by name of the region. */
        Map<String, byte[]> regions() {
            final Map<String, byte[]> copies = new LinkedHashMap<>();
            for (final StateRegion region : agent.state().regions()) {
                final byte[] copy = new byte[(int) region.lengthBytes()];
                NativeMemory.copyToArray(region.address(), copy, 0, copy.length);
                copies.put(region.name(), copy);
            }
            return copies;
        }

        /** Why the node ended by itself, or null. */
        RuntimeException failure() {
            return failure;
        }

        NodeRole role() {
            return agent.role();
        }

        /** A packet comes in. */
        void receive(final int mark) {
            devices.receive(
                    Math.floorMod(mark, workers),
                    ByteBuffer.allocate(64).putInt(0).putInt(mark).array());
        }

        /** Whether the workers have taken what came in. */
        boolean hasTakenAll() {
            return devices.isAllTaken();
        }

        /** Packets that wait in hold queues. */
        int heldPackets() {
            return status().workers().stream()
                    .mapToInt(NodeStatus.WorkerStatus::heldPackets)
                    .sum();
        }

        /** Sequence numbers that a worker sent since the last call. */
        List<Integer> takeSent(final int worker) {
            return devices.takeSent(worker).stream()
                    .map(frame -> ByteBuffer.wrap(frame).getInt())
                    .toList();
        }

        /** Sequence numbers of the packets that went out since the last call, announcements left out. */
        List<Integer> takeSent() {
            final List<Integer> numbers = new ArrayList<>();
            for (final byte[] frame : devices.takeSent()) {
                final int number = ByteBuffer.wrap(frame).getInt();
                if (number != TestElements.ANNOUNCEMENT) {
                    numbers.add(number);
                }
            }
            return numbers;
        }

        /** Marks of the packets that went out since the last call. */
        List<Integer> takeMarks() {
            return devices.takeSent().stream()
                    .map(ByteBuffer::wrap)
                    .filter(frame -> frame.getInt(0) != TestElements.ANNOUNCEMENT)
                    .map(frame -> frame.getInt(Integer.BYTES))
                    .toList();
        }

        private void close() {
            runs = false;
            if (!closed) {
                closed = true;
                if (group != null) {
                    group.down(number());
                }
                agent.close();
                assertEquals(0, devices.inUsePackets(), "packets leaked");
                devices.close();
            }
        }
    }
}
