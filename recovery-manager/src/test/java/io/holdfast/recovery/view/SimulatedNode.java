package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.SimulatedStorage;
import io.holdfast.recovery.worm.WireReader;
import io.holdfast.recovery.worm.WireWriter;
import io.holdfast.recovery.worm.WormCodec;
import io.holdfast.recovery.worm.WormMember;
import io.holdfast.recovery.worm.WormTiming;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One machine of a simulated group: disk, clock, registers, and unless it is the witness a member with a data path. It
 * can crash, restart, hang and go on, and fail its own tests.
 */
final class SimulatedNode implements Suspicions {
    static final int LOG = 1;
    static final int ACKNOWLEDGEMENT = 2;
    static final int JOIN = 3;
    static final int HELLO = 4;

    private static final int MAGIC = 0x53_49_4d_31;
    private static final int MOST_WAITING = 2_000;
    private static final long HELLO_NS = 2_000_000;
    private static final long ATTESTED_NS = 12_000_000;
    private static final WormTiming TIMING = new WormTiming(2_000_000, 1_000_000, 20_000_000, 20_000_000);
    private static final GroupTiming GROUP_TIMING =
            new GroupTiming(5_000_000, 20_000_000, 40_000_000, 3_000_000, 20_000_000, HELLO_NS);

    private record Waiting(int from, byte[] bytes) {}

    private final GroupSimulation world;
    private final int id;
    private final GroupCanary canary;
    private final SplittableRandom random;
    private final SimulatedStorage storage;
    private final WireWriter out = new WireWriter();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final long clockOffsetNs;
    private final int driftPartsPerMillion;
    private final long[] heardNs = new long[GroupSimulation.NODES];
    private final boolean[] saysCorrect = new boolean[GroupSimulation.NODES];
    private final int[] rows = new int[GroupSimulation.NODES];
    private final long[] rowNs = new long[GroupSimulation.NODES];
    private WormMember worm;
    private GroupMember member;
    private ViewFollower follower;
    private SimulatedPlane plane;
    private long incarnation;
    private long hungUntilNs;
    private long helloNs;
    private long joinNs;
    private boolean isFit = true;
    private int doubted = -1;
    private long doubtedUntilNs;

    SimulatedNode(final GroupSimulation world, final int id, final GroupCanary canary) {
        this.world = world;
        this.id = id;
        this.canary = canary;
        random = world.random().split();
        storage = new SimulatedStorage("group/" + id, canary == null ? null : canary.name());
        clockOffsetNs = random.nextLong(1L << 40);
        driftPartsPerMillion = random.nextInt(-4_000, 4_000);
    }

    /** The node's own clock: another beginning than others', and another rate. */
    long nowNs() {
        final long trueNs = world.nowNs();
        return clockOffsetNs + trueNs + trueNs * driftPartsPerMillion / 1_000_000;
    }

    long worldNs() {
        return world.nowNs();
    }

    int id() {
        return id;
    }

    boolean isRunning() {
        return worm != null;
    }

    MemberId self() {
        return member.self();
    }

    GroupMember member() {
        return member;
    }

    int nextOperation() {
        return world.nextOperation();
    }

    void start() {
        if (isRunning()) {
            return;
        }
        if (canary != GroupCanary.KEEPS_INCARNATION || incarnation == 0) {
            incarnation++;
        }
        hungUntilNs = 0;
        isFit = true;
        java.util.Arrays.fill(heardNs, nowNs() - ATTESTED_NS);
        java.util.Arrays.fill(rowNs, nowNs() - ATTESTED_NS);
        worm = new WormMember(id, GroupSimulation.NODES, TIMING, this::nowNs, random.split(), this::send);
        storage.start(worm, this::nowNs);
        if (id < GroupSimulation.DATA_NODES) {
            plane = new SimulatedPlane(this, world.oracle(), canary);
            member = newMember();
            follower = member.follower();
        } else {
            follower = new ViewFollower(worm.client());
            final View[] before = {View.BEFORE_ALL};
            follower.add(view -> {
                world.oracle().onView(id, before[0], view);
                before[0] = view;
            });
        }
        world.network().attach(id, this::onMessage);
    }

    private GroupMember newMember() {
        final MemberId self = new MemberId(id, incarnation);
        return new GroupMember(GroupSimulation.NODES, self, worm.client(), this, plane, GROUP_TIMING) {
            @Override
            long takeOverWaitNs() {
                return canary == GroupCanary.DOES_NOT_WAIT_FOR_LEASE ? 0 : super.takeOverWaitNs();
            }

            @Override
            int viewsKept() {
                return 8;
            }

            @Override
            boolean areAllRestarted(final View view) {
                return canary == GroupCanary.TAKES_SILENCE_FOR_RESTART
                        ? view.members().stream().anyMatch(m -> m.isFormer(self()))
                        : super.areAllRestarted(view);
            }
        };
    }

    long renewIncarnation() {
        return ++incarnation;
    }

    void crash() {
        if (isRunning()) {
            storage.crash(random);
            worm = null;
            waiting.clear();
            world.network().attach(id, null);
        }
    }

    void hang(final long forNs) {
        hungUntilNs = world.nowNs() + forNs;
    }

    /** Suspects another node, right or wrong. */
    void doubt(final int other, final long forNs) {
        doubted = other;
        doubtedUntilNs = world.nowNs() + forNs;
    }

    void goOn() {
        hungUntilNs = 0;
    }

    void fit(final boolean fit) {
        isFit = fit;
    }

    /** Whether this node lives and has the state as that member. */
    boolean is(final MemberId other) {
        return isRunning() && member != null && member.self().equals(other);
    }

    void onGivenUp(final View view) {
        world.onGivenUp(view);
    }

    @Override
    public String toString() {
        return isRunning()
                ? "node " + id + ": " + (member == null ? follower.newest().toString() : member + "; " + plane)
                : "node " + id + " is off";
    }

    WireWriter message(final int kind) {
        return out.reset().putInt(MAGIC).putByte(kind);
    }

    void send(final int to, final WireWriter message) {
        send(to, message.buffer(), 0, message.lengthBytes());
    }

    private void send(final int to, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        world.network().send(id, to, buffer, offset, lengthBytes);
    }

    void sendJoin(final int master) {
        if (joinNs - nowNs() <= 0) {
            joinNs = nowNs() + HELLO_NS;
            send(master, message(JOIN).putLong(self().incarnation()));
        }
    }

    private void onMessage(final int from, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        if (waiting.size() < MOST_WAITING) {
            waiting.add(new Waiting(from, bytes));
        }
    }

    /** One turn. A node that went on after a hang acts before it reads what came meanwhile. */
    void doWork() {
        if (!isRunning() || world.nowNs() < hungUntilNs) {
            return;
        }
        if (random.nextBoolean()) {
            act();
        }
        for (int i = waiting.size(); i > 0 && isRunning(); i--) {
            final Waiting message = waiting.poll();
            dispatch(message.from(), message.bytes());
        }
        act();
    }

    private void act() {
        if (plane != null) {
            plane.doWork(nowNs());
            member.doWork(nowNs());
        }
        worm.doWork();
        greet();
    }

    private void greet() {
        if (helloNs - nowNs() > 0) {
            return;
        }
        helloNs = nowNs() + HELLO_NS;
        int row = 0;
        for (int other = 0; other < GroupSimulation.NODES; other++) {
            row |= attests(id, other) ? 1 << other : 0;
        }
        for (int to = 0; to < GroupSimulation.NODES; to++) {
            if (to != id) {
                send(
                        to,
                        message(HELLO)
                                .putLong(member == null ? incarnation : self().incarnation())
                                .putLong(follower.newest().number())
                                .putByte(isFit ? 1 : 0)
                                .putByte(row));
            }
        }
    }

    private void dispatch(final int from, final byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        if (WormCodec.isWorm(buffer, 0, bytes.length)) {
            worm.onMessage(from, buffer, 0, bytes.length);
            return;
        }
        final WireReader in = new WireReader(buffer, 0, bytes.length);
        if (in.readInt() != MAGIC) {
            return;
        }
        switch (in.readByte()) {
            case HELLO -> onHello(from, in);
            case LOG -> plane.onLog(from, in);
            case ACKNOWLEDGEMENT -> plane.onAcknowledgement(from, in, nowNs());
            case JOIN -> plane.onJoin(new MemberId(from, in.readLong()), nowNs());
            default -> {}
        }
    }

    private void onHello(final int from, final WireReader in) {
        final MemberId other = new MemberId(from, in.readLong());
        final long view = in.readLong();
        saysCorrect[from] = in.readByte() == 1;
        rows[from] = in.readByte();
        heardNs[from] = nowNs();
        rowNs[from] = nowNs();
        if (member != null) {
            member.onHello(other, view);
        } else if (view > follower.newest().number()) {
            follower.lookNow();
        }
    }

    @Override
    public boolean attests(final int attester, final int attestee) {
        final long nowNs = nowNs();
        if (attester != id) {
            return nowNs - rowNs[attester] < ATTESTED_NS && (rows[attester] & 1 << attestee) != 0;
        }
        if (attestee == id) {
            return isFit;
        }
        if (attestee == doubted && world.nowNs() < doubtedUntilNs) {
            return false;
        }
        final boolean isHeard = nowNs - heardNs[attestee] < ATTESTED_NS && saysCorrect[attestee];
        return isHeard && (plane == null || attestee >= GroupSimulation.DATA_NODES || !plane.isReplicaStalled(nowNs));
    }
}
