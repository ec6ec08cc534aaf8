package io.holdfast.perf.rig;

import com.sun.management.ThreadMXBean;
import io.holdfast.element.GraphDefinition;
import io.holdfast.log.LogRecords;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.aeron.AeronSettings;
import io.holdfast.log.aeron.AeronTransport;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import io.holdfast.perf.load.TrafficPlan;
import io.holdfast.recovery.FailoverSettings;
import io.holdfast.recovery.IdleMode;
import io.holdfast.recovery.LogSettings;
import io.holdfast.recovery.NodeAgent;
import io.holdfast.recovery.NodeFaults;
import io.holdfast.recovery.NodeSettings;
import io.holdfast.recovery.NodeStatus;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;

/**
 * A whole node, its transport included, that is turned by the generator's thread; processor time of its turns is
 * counted.
 */
final class SteppedNode implements AutoCloseable {
    /** Work enough for one go: whoever feeds this node has a turn again. */
    private static final int MOST_TURNS = 1024;

    private static final int PACKETS = 16_384;
    /** Nodes stand still while others have their turns: that is no failure. */
    private static final int PATIENCE_MS = 60_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AeronTransport transport;
    private final NodeAgent agent;
    private final StringBuffer log = new StringBuffer();
    /** A node's time passes only in its turns: what it does now and then would weigh too much else. */
    private final OwnTime clock = new OwnTime();

    private long cpuNs;
    private long allocatedBytes;

    /**
     * What a node is made of.
     *
     * @param members of the pair; the first becomes master
     * @param index of this node among them
     * @param keys of the group
     * @param directory for the transport's files
     * @param replicaWaitMs before the master goes solo
     */
    record Place(List<MemberAddress> members, int index, GroupKeys keys, Path directory, int replicaWaitMs) {}

    /** Makes a node on the thread that will turn it. */
    SteppedNode(final Place place, final LogRecords records, final TrafficPlan plan, final PacketDevices devices) {
        final MemberAddress self = place.members().get(place.index());
        final NodeSettings settings = settings(place, records);
        transport = new AeronTransport(
                new AeronSettings(
                        place.directory().resolve("aeron-" + self.name()),
                        settings.log().termBufferBytes(),
                        AeronSettings.in(place.directory()).mtuBytes(),
                        AeronSettings.in(place.directory()).windowBytes()),
                self,
                place.members().get(1 - place.index()),
                1,
                place.keys(),
                error -> log.append(error).append('\n'));
        agent = new NodeAgent(new NodeAgent.NodeParts(
                settings,
                GraphDefinition.parse("nat.click", BenchGraph.text(plan), BenchGraph.variables(plan)),
                devices,
                transport,
                clock,
                clock::epochNs,
                NodeFaults.NONE,
                line -> log.append(self.name()).append(": ").append(line).append('\n'),
                place.keys()));
    }

    private static NodeSettings settings(final Place place, final LogRecords records) {
        return new NodeSettings(
                place.members().get(place.index()).name(),
                place.members(),
                List.of(new PortSettings("lan", "stepped"), new PortSettings("wan", "stepped")),
                1,
                List.of(),
                Path.of("nat.click"),
                Map.of(),
                place.directory(),
                new LogSettings(
                        records,
                        false,
                        LogSettings.TERM_BUFFER_BYTES.defaultValue(),
                        LogSettings.STORE_BYTES.defaultValue(),
                        LogSettings.HOLD_PACKETS.defaultValue(),
                        LogSettings.ACCESS_BYTES.defaultValue()),
                new FailoverSettings(
                        FailoverSettings.HEARTBEAT_INTERVAL_MS.defaultValue(),
                        PATIENCE_MS,
                        0,
                        place.replicaWaitMs(),
                        PATIENCE_MS),
                PACKETS,
                IdleMode.SPIN);
    }

    /** Turns the node until a turn finds no work; returns the turns that found some. */
    int turnToEnd() {
        return turn(MOST_TURNS);
    }

    /** Turns the node until a turn finds no work, or so many have; returns how many did. */
    int turn(final int most) {
        final long bytes = threads.getCurrentThreadAllocatedBytes();
        final long beginNs = threads.getCurrentThreadCpuTime();
        clock.start();
        int turns = 0;
        while (turns < most && agent.doWork() > 0) {
            turns++;
        }
        clock.stop();
        cpuNs += threads.getCurrentThreadCpuTime() - beginNs;
        allocatedBytes += threads.getCurrentThreadAllocatedBytes() - bytes;
        return turns;
    }

    /** A turn of which nobody asks what it took: asking is system calls. */
    void turnUncounted() {
        clock.start();
        agent.doWork();
        clock.stop();
    }

    /** Processor time of all turns so far. */
    long cpuNs() {
        return cpuNs;
    }

    /** Bytes allocated in all turns so far, those of the status that is published now and then included. */
    long allocatedBytes() {
        return allocatedBytes;
    }

    /** The node's own time. */
    long timeNs() {
        return clock.nanoTime();
    }

    NodeStatus status() {
        return agent.status();
    }

    String log() {
        return log.toString();
    }

    /** A clock that can be stopped. */
    private static final class OwnTime implements NanoClock {
        private final long beginEpochNs = new OffsetEpochNanoClock().nanoTime();
        private long pausedNs = System.nanoTime();
        private long stoppedNs;
        private boolean isStopped;

        @Override
        public long nanoTime() {
            return isStopped ? stoppedNs : System.nanoTime() - pausedNs;
        }

        long epochNs() {
            return beginEpochNs + nanoTime();
        }

        void stop() {
            stoppedNs = nanoTime();
            isStopped = true;
        }

        void start() {
            if (isStopped) {
                pausedNs = System.nanoTime() - stoppedNs;
                isStopped = false;
            }
        }
    }

    @Override
    public void close() {
        agent.close();
        transport.close();
    }
}
