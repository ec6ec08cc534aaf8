package io.holdfast.perf.rig;

import com.sun.management.ThreadMXBean;
import io.holdfast.log.LogRecords;
import io.holdfast.recovery.order.SoleAccesses;
import java.lang.management.ManagementFactory;

/**
 * Production and replay in turns on one thread: a span of traffic is run at full rate by a protected master whose records
 * a replica stores as they are written; then they are replayed on a second graph, whose state so follows the first one's.
 *
 * <p>Both are what nodes run: {@code LoggedProtection} and its hold queue, {@code WorkerReplay} and its store. Records do
 * not travel: what the transport costs either side is not in it.
 */
public final class ReplayRig implements AutoCloseable {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SteppedRig producer;
    private final StoredLog log;
    private final LogReplay replay;

    /** Builds both graphs; the calling thread is attached to the devices. */
    public ReplayRig(final RigSettings settings, final LogRecords records) {
        final SoleAccesses accesses = new SoleAccesses();
        producer = new SteppedRig(settings, accesses);
        log = producer.protect(records, accesses);
        replay = producer.replay(log);
    }

    /**
     * One span of traffic and its replay.
     *
     * @param production what was measured of it
     * @param replayedPackets by the replay; with {@code log: changes} those alone that changed something
     * @param replayNs processor time of the replay
     * @param replayBytes that it allocated
     * @param logBytes of the records
     */
    public record Span(Measurement production, long replayedPackets, long replayNs, long replayBytes, long logBytes) {}

    /** Opens the flows, and replays that. */
    public void open() {
        producer.open();
        replay.replayAll();
    }

    /**
     * Produces for a time, then replays.
     *
     * @throws io.holdfast.recovery.replay.ReplayDivergence if replay goes another way than production
     */
    public Span run(final long lengthNs) {
        final long logBytes = log.bytes();
        return replay(producer.saturate(lengthNs), logBytes);
    }

    /** Produces a number of packets, whatever time it takes, then replays. */
    Span forward(final long packets) {
        final long logBytes = log.bytes();
        return replay(producer.forward(packets), logBytes);
    }

    private Span replay(final Measurement production, final long logBytesBefore) {
        final long packets = replay.packets();
        final long bytes = threads.getCurrentThreadAllocatedBytes();
        final long beginNs = threads.getCurrentThreadCpuTime();
        replay.replayAll();
        final long replayNs = threads.getCurrentThreadCpuTime() - beginNs;
        final long replayBytes = threads.getCurrentThreadAllocatedBytes() - bytes;
        return new Span(production, replay.packets() - packets, replayNs, replayBytes, log.bytes() - logBytesBefore);
    }

    public String topology() {
        return "generator, protected box, meter and replay on one thread; records are stored as they are written";
    }

    @Override
    public void close() {
        replay.close();
        producer.close();
    }
}
