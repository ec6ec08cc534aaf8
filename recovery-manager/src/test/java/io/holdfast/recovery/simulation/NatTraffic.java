package io.holdfast.recovery.simulation;

import io.holdfast.element.GraphDefinition;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * UDP flows through the real address translator: no mapping may differ, vanish or be given twice.
 *
 * <p>What leaves by the WAN is answered; answers are steered by the outer port, so that a flow's two directions meet on
 * different workers. After a take-over every flow that the world has seen must still work both ways.
 */
final class NatTraffic implements Traffic {
    private static final int LAN = 0;
    private static final int WAN = 1;
    private static final int FLOWS_PER_WORKER = 3;
    private static final int ANSWER_FLOW = 1000;
    private static final long MAX_GAP_NS = 4_000;
    private static final long MAX_ANSWER_NS = 20_000;
    private static final int ANSWER_PERCENT = 60;
    private static final GraphDefinition DEFINITION = GraphDefinition.parse("nat.click", """
            rw :: IPRewriter(pattern 203.0.113.1 1024-1055 - - 0 1, drop,
                             MAPPING_CAPACITY 1024, PORT_TRIES 16);
            FromDPDKDevice(lan) -> Strip(14) -> CheckIPHeader -> [0]rw;
            FromDPDKDevice(wan) -> Strip(14) -> CheckIPHeader -> [1]rw;
            rw[0] -> Unstrip(14) -> ToDPDKDevice(wan);
            rw[1] -> Unstrip(14) -> ToDPDKDevice(lan);
            """, Map.of());

    private static final GraphDefinition WITH_NEIGHBOURS =
            GraphDefinition.parse("nat.click", Neighbours.GRAPH, Map.of());

    private static final int SILENT_PERCENT = 30;
    private static final int TRAIN_PERCENT = 15;
    private static final int MAX_TRAIN = 40;

    private final World world;
    /** Null: frames leave as they came, and nobody is looked for. */
    private final Neighbours neighbours;

    private final Schedule schedule;
    private final SimulatedWire wire;
    private final int workers;
    private final Map<Integer, Integer> outerPorts = new HashMap<>();
    private final Departures departures;
    private final Map<Integer, Long> lastAnswerNs = new HashMap<>();
    private final Set<Integer> expected = new HashSet<>();
    private int ids;
    private long lastArrivalNs;

    NatTraffic(final World world) {
        this.world = world;
        schedule = world.schedule();
        wire = world.wire();
        departures = new Departures(world);
        workers = world.plan().workers();
        neighbours = world.plan().hasNeighbours() ? new Neighbours(new SplittableRandom(world.seed())) : null;
    }

    @Override
    public GraphDefinition definition() {
        return neighbours == null ? DEFINITION : WITH_NEIGHBOURS;
    }

    @Override
    public String[] portNames() {
        return new String[] {"lan", "wan"};
    }

    @Override
    public void beforeBuilding(final SimulatedNode node) {}

    @Override
    public void more(final int packets) {
        for (int i = 0; i < packets; i++) {
            final int flow = schedule.random().nextInt(FLOWS_PER_WORKER * workers);
            comesOut(flow, schedule.random().nextLong(MAX_GAP_NS));
            if (neighbours != null && schedule.chance(TRAIN_PERCENT)) {
                comesAsTrain(flow % workers);
            }
        }
    }

    /** Packets without a gap, which fill a worker's burst. */
    private void comesAsTrain(final int worker) {
        for (int i = schedule.random().nextInt(MAX_TRAIN); i >= 0; i--) {
            comesOut(worker + workers * schedule.random().nextInt(FLOWS_PER_WORKER), 0);
        }
    }

    private void comesOut(final int flow, final long gapNs) {
        lastArrivalNs = Math.max(lastArrivalNs, schedule.nowNs()) + gapNs;
        wire.arrives(
                LAN,
                flow % workers,
                lastArrivalNs,
                NatFrames.frame(++ids, flow, NatFrames.inner(flow), 5000, NatFrames.outside(flow), 80));
    }

    private void comesBack(final int flow, final long earliestNs) {
        final long timeNs = Math.max(earliestNs, lastAnswerNs.getOrDefault(flow, 0L) + 1);
        lastAnswerNs.put(flow, timeNs);
        final int port = outerPorts.get(flow);
        wire.arrives(
                WAN,
                port % workers,
                timeNs,
                NatFrames.frame(++ids, flow, NatFrames.outside(flow), 80, NatFrames.OUTER_IP, port));
    }

    @Override
    public void onSent(final SimulatedNode node, final int port, final byte[] bytes) {
        if (world.views().master() != node) {
            throw new Violation("a packet left a node that is not master");
        }
        if (neighbours != null && Neighbours.isArp(bytes)) {
            onQuery(port, bytes);
            return;
        }
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        final int flow = frame.getInt(NatFrames.ID_OFFSET + 4);
        departures.onSent(node, frame.getInt(NatFrames.ID_OFFSET), port == WAN ? flow : ANSWER_FLOW + flow, bytes);
        onSent(port, bytes);
    }

    private void onQuery(final int port, final byte[] query) {
        final byte[] answer = neighbours.answer(port, query);
        // With a flow's fate at stake nobody is silent: three times in a row would lose its packets.
        if (answer != null && !(expected.isEmpty() && schedule.chance(SILENT_PERCENT))) {
            wire.arrives(
                    port,
                    schedule.random().nextInt(workers),
                    schedule.nowNs() + schedule.random().nextLong(MAX_ANSWER_NS),
                    answer);
        }
    }

    @Override
    public void onReceived(final SimulatedNode node, final int worker, final byte[] frame) {
        if (neighbours != null && Neighbours.isArp(frame)) {
            return;
        }
        departures.onReceived(node, worker, ByteBuffer.wrap(frame).getInt(NatFrames.ID_OFFSET));
    }

    @Override
    public void onProtected(final SimulatedNode replica) {}

    private void onSent(final int port, final byte[] bytes) {
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        final int id = frame.getInt(NatFrames.ID_OFFSET);
        final int flow = frame.getInt(NatFrames.ID_OFFSET + 4);
        expected.remove(id);
        if (neighbours != null) {
            neighbours.check(bytes);
        }
        if (port == WAN) {
            checkMapping(flow, Short.toUnsignedInt(frame.getShort(NatFrames.ETHERNET + NatFrames.IP_LENGTH)));
            if (schedule.chance(ANSWER_PERCENT)) {
                comesBack(flow, schedule.nowNs() + schedule.random().nextLong(MAX_ANSWER_NS));
            }
        } else if (frame.getInt(NatFrames.ETHERNET + 16) != NatFrames.inner(flow)
                || frame.getShort(NatFrames.ETHERNET + NatFrames.IP_LENGTH + 2) != 5000) {
            throw new Violation("an answer to flow " + flow + " went to somebody else");
        }
    }

    private void checkMapping(final int flow, final int outerPort) {
        final Integer before = outerPorts.put(flow, outerPort);
        if (before != null && before != outerPort) {
            throw new Violation("flow " + flow + " had outer port " + before + ", and has " + outerPort + " now");
        }
        outerPorts.forEach((other, port) -> {
            if (port == outerPort && other != flow && NatFrames.outside(other) == NatFrames.outside(flow)) {
                throw new Violation("flows " + other + " and " + flow + " share outer port " + outerPort);
            }
        });
    }

    /** Every flow that the world has seen is tried both ways. */
    @Override
    public void onTakenOver(final SimulatedNode node) {
        expected.clear();
        for (final int flow : outerPorts.keySet()) {
            comesBack(flow, schedule.nowNs() + 1);
            expected.add(ids);
            comesOut(flow, 1);
            expected.add(ids);
        }
    }

    @Override
    public boolean isAtRest(final SimulatedNode node) {
        return neighbours == null || expected.isEmpty() || sum(node, "length") == 0;
    }

    /** Over both ports' queriers of all workers. */
    private long sum(final SimulatedNode node, final String handler) {
        long sum = 0;
        for (int i = 0; i < workers; i++) {
            for (final String querier : Neighbours.QUERIERS) {
                sum += Long.parseLong(node.runtime(i).graph().read(querier + "." + handler));
            }
        }
        return sum;
    }

    @Override
    public void atEnd(final SimulatedNode master) {
        // A neighbour may have been asked in vain while its answer could not be taken in: then packets are lost.
        if (!expected.isEmpty() && (neighbours == null || sum(master, "drops") == 0)) {
            throw new Violation("packets " + expected + " of flows that the world has seen found no mapping");
        }
    }
}
