package io.holdfast.recovery.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the world sees of packets by their numbers: each leaves once, in its flow's order; or, with {@code takeover.resend},
 * twice, if it is sent again at a take-over, and the old master had not said that it was gone.
 */
final class Departures {
    /** Where a packet came in: 0 is the number of a burst that left no log. */
    private record Arrival(SimulatedNode node, int worker, long burst) {}

    private record Departure(SimulatedNode node, int frameHash) {}

    private final World world;
    private final Map<Integer, Arrival> arrivals = new HashMap<>();
    private final Map<Integer, Departure> departures = new HashMap<>();
    private final Map<Integer, Integer> lastOfFlow = new HashMap<>();
    private final Map<Long, Integer> lastOfFlowAndNode = new HashMap<>();

    Departures(final World world) {
        this.world = world;
    }

    /** A worker has taken a packet in, and begins a burst with it. */
    void onReceived(final SimulatedNode node, final int worker, final int id) {
        final long before = node.loggingBurst(worker);
        final boolean logs = node.master() != null && node.master().isLogging(worker);
        arrivals.put(id, new Arrival(node, worker, logs ? before + 1 : 0));
    }

    /** A packet leaves a node. */
    void onSent(final SimulatedNode node, final int id, final int flow, final byte[] frame) {
        final int hash = Arrays.hashCode(frame);
        final Departure before = departures.put(id, new Departure(node, hash));
        if (before == null) {
            checkOrder(id, flow, lastOfFlow.put(flow, id));
        } else {
            checkMayBeRepeated(node, id, before, hash);
        }
        checkOrder(id, flow, lastOfFlowAndNode.put((long) node.incarnation() << 32 | flow, id));
    }

    private static void checkOrder(final int id, final int flow, final Integer before) {
        if (before != null && before >= id) {
            throw new Violation("packet " + id + " left behind packet " + before + " of flow " + flow);
        }
    }

    private void checkMayBeRepeated(final SimulatedNode node, final int id, final Departure before, final int hash) {
        final SimulatedReplica replica = node.replica();
        if (!world.plan().resends() || replica == null || before.node() != replica.master()) {
            throw new Violation("packet " + id + " was sent twice");
        }
        final Arrival arrival = arrivals.get(id);
        // What waits for a neighbour leaves in a later burst than it came in.
        if (arrival != null
                && !world.plan().hasNeighbours()
                && arrival.node() == replica.master()
                && arrival.burst() > 0
                && arrival.burst() <= replica.releasedBurst(arrival.worker())) {
            throw new Violation("packet " + id + " was sent again, although its master had said that burst "
                    + arrival.burst() + " was gone");
        }
        if (before.frameHash() != hash) {
            throw new Violation("packet " + id + " was sent again, and is another one");
        }
    }

    /** Whatever the old master took in and a replica has whole must have left by now, from the one or the other. */
    void checkNothingMissing(final SimulatedNode node) {
        final SimulatedReplica replica = node.replica();
        arrivals.forEach((id, arrival) -> {
            if (arrival.node() == replica.master()
                    && arrival.burst() > 0
                    && arrival.burst() <= replica.storedBurst(arrival.worker())
                    && !departures.containsKey(id)) {
                throw new Violation("packet " + id + " of burst " + arrival.burst() + " of worker " + arrival.worker()
                        + " is stored, and was sent by nobody; the replica knows of burst "
                        + replica.releasedBurst(arrival.worker()) + " that it left");
            }
        });
    }
}
