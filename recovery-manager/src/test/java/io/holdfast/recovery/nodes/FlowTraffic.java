package io.holdfast.recovery.nodes;

import io.holdfast.element.GraphDefinition;
import io.holdfast.recovery.simulation.NatFrames;
import io.holdfast.recovery.simulation.Neighbours;
import io.holdfast.recovery.simulation.Violation;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The clients and servers of a pair that translates addresses: flows go out, what leaves is answered, and no mapping may
 * change, vanish or be given twice.
 *
 * <p>A switch brings frames to the node that sent last; now and then one goes astray to the other.
 */
final class FlowTraffic {
    private static final int SOURCE_PORT = 5000;
    private static final int SERVICE_PORT = 80;
    private static final int ANSWER_PERCENT = 50;
    private static final int ASTRAY_PERCENT = 5;
    private static final int ANSWER_FLOW = 1000;
    private static final long MOST_GAP_NS = 300_000;
    private static final int FIRST_FLOWS = 3;
    /** So many packets of others before a new flow begins. */
    private static final int PACKETS_PER_FLOW = 6;

    private static final String GRAPH = """
            rw :: IPRewriter(pattern 203.0.113.1 1024-1055 - - 0 1, drop,
                             MAPPING_CAPACITY 256, PORT_TRIES 16);
            FromDPDKDevice(lan) -> Strip(14) -> CheckIPHeader -> [0]rw;
            FromDPDKDevice(wan) -> Strip(14) -> CheckIPHeader -> [1]rw;
            rw[0] -> Unstrip(14) -> ToDPDKDevice(wan);
            rw[1] -> Unstrip(14) -> ToDPDKDevice(lan);
            """;
    private static final GraphDefinition DEFINITION = GraphDefinition.parse("nat.click", GRAPH, Map.of());
    private static final GraphDefinition OTHER =
            GraphDefinition.parse("nat.click", GRAPH.replace("1024-1055", "1024-1039"), Map.of());

    private static final GraphDefinition WITH_NEIGHBOURS =
            GraphDefinition.parse("nat.click", Neighbours.GRAPH, Map.of());
    private static final GraphDefinition OTHER_WITH_NEIGHBOURS =
            GraphDefinition.parse("nat.click", Neighbours.GRAPH.replace("1024-1055", "1024-1039"), Map.of());

    private static final int SILENT_PERCENT = 30;
    private static final int TRAIN_PERCENT = 3;
    private static final int MAX_TRAIN = 48;

    private final NodeSimulation simulation;
    private final NodeWorld world;
    private final Map<Integer, Integer> outerPorts = new LinkedHashMap<>();
    private final Map<Integer, NodeLife> receivers = new HashMap<>();
    private final Set<Integer> released = new HashSet<>();
    private final Map<String, Integer> lastOfFlow = new HashMap<>();
    private final Set<Integer> expected = new HashSet<>();
    /** Null: frames leave as they came, and nobody is looked for. */
    private final Neighbours neighbours;
    /** Neighbours that were silent when they were last asked. */
    private final Set<String> silent = new HashSet<>();

    private NodeLife lastSender;
    private int ids;
    private int sentCount;
    private int releasedCount;
    private long lastNs;

    FlowTraffic(final NodeSimulation simulation) {
        this.simulation = simulation;
        world = simulation.world();
        neighbours = simulation.plan().hasNeighbours() ? new Neighbours(world.random()) : null;
    }

    GraphDefinition definition(final boolean other) {
        if (neighbours != null) {
            return other ? OTHER_WITH_NEIGHBOURS : WITH_NEIGHBOURS;
        }
        return other ? OTHER : DEFINITION;
    }

    /** A client sends. */
    void more() {
        final int flow = world.random()
                .nextInt(Math.min(simulation.plan().flows(), FIRST_FLOWS + sentCount++ / PACKETS_PER_FLOW));
        final int count = neighbours != null && world.chance(TRAIN_PERCENT)
                ? world.random().nextInt(MAX_TRAIN)
                : 1;
        world.later(world.random().nextLong(MOST_GAP_NS), () -> {
            for (int i = 0; i < count; i++) {
                arrive(LifeNic.LAN, flow, null);
            }
        });
    }

    /** A frame comes to a node, whose number is later than those that came before. */
    private int arrive(final int port, final int flow, final NodeLife at) {
        final Integer outer = outerPorts.get(flow);
        if (port == LifeNic.WAN && outer == null) {
            return 0;
        }
        final NodeLife life = at == null ? receiver() : at;
        if (life == null || life.isDead()) {
            return 0;
        }
        final int id = ++ids;
        receivers.put(id, life);
        lastNs = world.nowNs();
        final int worker =
                (port == LifeNic.LAN ? flow : outer) % simulation.plan().workers();
        return life.nic().arrives(port, worker, frame(id, port, flow, outer)) ? id : 0;
    }

    private static byte[] frame(final int id, final int port, final int flow, final Integer outer) {
        return port == LifeNic.LAN
                ? NatFrames.frame(id, flow, NatFrames.inner(flow), SOURCE_PORT, NatFrames.outside(flow), SERVICE_PORT)
                : NatFrames.frame(id, flow, NatFrames.outside(flow), SERVICE_PORT, NatFrames.OUTER_IP, outer);
    }

    private NodeLife receiver() {
        if (lastSender == null || lastSender.isDead()) {
            return simulation.life(world.random().nextInt(2));
        }
        return world.chance(ASTRAY_PERCENT) ? lastSender.peer() : lastSender;
    }

    /** A packet leaves a node. */
    void onSent(final NodeLife life, final int port, final byte[] bytes) {
        simulation.oracle().onRelease(life);
        lastSender = life;
        lastNs = world.nowNs();
        if (neighbours != null && Neighbours.isArp(bytes)) {
            onQuery(life, port, bytes);
            return;
        }
        releasedCount++;
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        final int id = frame.getInt(NatFrames.ID_OFFSET);
        final int flow = frame.getInt(NatFrames.ID_OFFSET + 4);
        if (!released.add(id)) {
            throw new Violation("packet " + id + " left twice, now " + life);
        }
        checkOrder(id, port == LifeNic.WAN ? flow : ANSWER_FLOW + flow);
        expected.remove(id);
        if (neighbours != null) {
            neighbours.check(bytes);
        }
        if (port == LifeNic.WAN) {
            checkMapping(flow, Short.toUnsignedInt(frame.getShort(NatFrames.ETHERNET + NatFrames.IP_LENGTH)));
            if (world.chance(ANSWER_PERCENT)) {
                world.later(world.random().nextLong(MOST_GAP_NS), () -> arrive(LifeNic.WAN, flow, null));
            }
        } else if (frame.getInt(NatFrames.ETHERNET + 16) != NatFrames.inner(flow)
                || frame.getShort(NatFrames.ETHERNET + NatFrames.IP_LENGTH + 2) != SOURCE_PORT) {
            throw new Violation("an answer to flow " + flow + " went to somebody else");
        }
    }

    /** Nobody is silent twice in a row, nor with a flow's fate at stake: three times would lose its packets. */
    private void onQuery(final NodeLife life, final int port, final byte[] query) {
        final byte[] answer = neighbours.answer(port, query);
        if (answer == null) {
            return;
        }
        final String who = port + " " + ByteBuffer.wrap(query).getInt(Neighbours.TARGET_IP);
        if (expected.isEmpty() && !silent.remove(who) && world.chance(SILENT_PERCENT)) {
            silent.add(who);
            return;
        }
        world.later(world.random().nextLong(MOST_GAP_NS), () -> answer(life, port, answer));
    }

    private void answer(final NodeLife life, final int port, final byte[] answer) {
        if (life.isDead()) {
            return;
        }
        lastNs = world.nowNs();
        final int worker = world.random().nextInt(simulation.plan().workers());
        if (!life.nic().arrives(port, worker, answer)) {
            world.later(MOST_GAP_NS, () -> answer(life, port, answer));
        }
    }

    /** Of packets that came to one node. */
    private void checkOrder(final int id, final int flow) {
        final Integer before = lastOfFlow.put(flow + " at " + receivers.get(id), id);
        if (before != null && before > id) {
            throw new Violation("packet " + id + " left behind packet " + before + " of its flow");
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
    void onTakenOver(final NodeLife master) {
        expected.clear();
        lastSender = master;
        probe(master);
    }

    void probe(final NodeLife master) {
        if (neighbours != null) {
            announce(master);
        }
        for (final int flow : outerPorts.keySet()) {
            for (final int port : new int[] {LifeNic.WAN, LifeNic.LAN}) {
                final int id = arrive(port, flow, master);
                if (id != 0) {
                    expected.add(id);
                }
            }
        }
    }

    /** All neighbours say who they are: who must be looked for first may cost packets. */
    private void announce(final NodeLife master) {
        for (final int flow : outerPorts.keySet()) {
            answer(master, LifeNic.LAN, neighbours.announce(LifeNic.LAN, NatFrames.inner(flow)));
            answer(master, LifeNic.WAN, neighbours.announce(LifeNic.WAN, NatFrames.outside(flow)));
        }
    }

    /** Packets that must come and have not. */
    Set<Integer> expected() {
        return expected;
    }

    /** Something happens that may cost packets. */
    void expectNothing() {
        expected.clear();
    }

    /** The state is lost with all who had it: what the world has seen means nothing any more. */
    void forget() {
        outerPorts.clear();
        expected.clear();
    }

    /** When a packet last came or left. */
    long lastNs() {
        return lastNs;
    }

    int releasedCount() {
        return releasedCount;
    }

    int flowCount() {
        return outerPorts.size();
    }
}
