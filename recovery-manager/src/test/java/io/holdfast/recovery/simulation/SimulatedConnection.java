package io.holdfast.recovery.simulation;

import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The network between a master and one replica: a log stream per worker, a snapshot stream, a control stream each way.
 *
 * <p>A machine's end of a stream hears whoever sends to it: what is still under way from an earlier master, or to an
 * earlier incarnation, arrives there, too.
 */
final class SimulatedConnection {
    private static final long[] DELAYS_NS = {100, 2_000, 20_000, 60_000};
    private static final int CONTROL_WINDOW = 256;
    private static final int SNAPSHOT_WINDOW = 4;

    private final Schedule schedule;
    private final SimulatedStream[] logs;
    private final SimulatedStream snapshot;
    private final SimulatedStream toReplica;
    private final SimulatedStream toMaster;
    private final SimulatedConnection earlier;

    /**
     * Connects.
     *
     * @param earlier whose last messages are heard, too; null if there is none
     */
    SimulatedConnection(final Schedule schedule, final Plan plan, final SimulatedConnection earlier) {
        this.schedule = schedule;
        this.earlier = earlier;
        logs = new SimulatedStream[plan.workers()];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = stream(plan.windowMessages(), 0, true);
        }
        snapshot = stream(SNAPSHOT_WINDOW, 0, true);
        toReplica = stream(CONTROL_WINDOW, plan.controlFaultPercent(), false);
        toMaster = stream(CONTROL_WINDOW, plan.controlFaultPercent(), false);
    }

    private SimulatedStream stream(final int windowMessages, final int faultPercent, final boolean isWork) {
        final long delayNs = DELAYS_NS[schedule.random().nextInt(DELAYS_NS.length)];
        return new SimulatedStream(schedule, new SimulatedStream.Shape(delayNs, windowMessages, faultPercent, isWork));
    }

    SimulatedStream log(final int worker) {
        return logs[worker];
    }

    SimulatedStream snapshot() {
        return snapshot;
    }

    SimulatedStream toReplica() {
        return toReplica;
    }

    SimulatedStream toMaster() {
        return toMaster;
    }

    MessageReader logReader(final int worker) {
        return reader(logs[worker], earlier == null ? null : earlier.logs[worker]);
    }

    MessageReader snapshotReader() {
        return reader(snapshot, earlier == null ? null : earlier.snapshot);
    }

    MessageReader replicaReader() {
        return reader(toReplica, earlier == null ? null : earlier.toReplica);
    }

    MessageReader masterReader() {
        return reader(toMaster, earlier == null ? null : earlier.toMaster);
    }

    private MessageReader reader(final SimulatedStream now, final SimulatedStream before) {
        if (before == null || before.isEmpty()) {
            return now;
        }
        return new Subscription(List.of(before, now));
    }

    /** Nothing arrives in either direction until a time. */
    void cut(final long untilNs) {
        for (final SimulatedStream log : logs) {
            log.cut(untilNs);
        }
        snapshot.cut(untilNs);
        toReplica.cut(untilNs);
        toMaster.cut(untilNs);
    }

    /** The master logs no more: said before any worker goes on without noting what it does. */
    void closeLogs() {
        for (final SimulatedStream log : logs) {
            log.close();
        }
    }

    /** Of what the master has under way on each stream, some arrives. */
    void masterDies() {
        for (final SimulatedStream log : logs) {
            log.senderDies();
        }
        snapshot.senderDies();
        toReplica.senderDies();
    }

    void replicaDies() {
        toMaster.senderDies();
    }

    /** Several streams to one end. */
    private final class Subscription implements MessageReader {
        private final List<SimulatedStream> streams;

        private Subscription(final List<SimulatedStream> streams) {
            this.streams = new ArrayList<>(streams);
        }

        @Override
        public int poll(final MessageHandler handler, final int limit) {
            final int first = schedule.random().nextInt(streams.size());
            int count = 0;
            for (int i = 0; i < streams.size() && count < limit; i++) {
                count += streams.get((first + i) % streams.size()).poll(handler, limit - count);
            }
            return count;
        }

        @Override
        public void close() {}
    }
}
