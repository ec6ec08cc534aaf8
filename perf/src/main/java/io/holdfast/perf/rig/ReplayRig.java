package io.holdfast.perf.rig;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Production and replay in turns on one thread: a span of traffic is run at full rate with every burst recorded, then the
 * records are replayed on a second graph, whose state so follows the first one's.
 *
 * <p>Records are kept in memory, not sent: what the transport costs is not in it.
 */
public final class ReplayRig implements AutoCloseable {
    private static final long TAPE_BYTES = 512L << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final RecordTape tape = new RecordTape(TAPE_BYTES);
    private final SteppedRig producer;
    private final TapeReplay replay;

    /** Builds both graphs; the calling thread is attached to the devices. */
    public ReplayRig(final RigSettings settings) {
        producer = new SteppedRig(settings);
        producer.record(tape);
        replay = producer.replay();
    }

    /**
     * One span of traffic and its replay.
     *
     * @param production what was measured of it
     * @param replayedPackets by the replay
     * @param replayNs processor time of the replay
     * @param replayBytes that it allocated
     * @param logBytes of the records
     * @param divergentCount bursts whose digests differed
     */
    public record Span(
            Measurement production,
            long replayedPackets,
            long replayNs,
            long replayBytes,
            long logBytes,
            long divergentCount) {}

    /** Opens the flows, and replays that. */
    public void open() {
        producer.open();
        replay.replay(tape);
        tape.clear();
    }

    /** Produces for a time, then replays. */
    public Span run(final long lengthNs) {
        return replay(producer.saturate(lengthNs));
    }

    /** Produces a number of packets, whatever time it takes, then replays. */
    Span forward(final long packets) {
        return replay(producer.forward(packets));
    }

    private Span replay(final Measurement production) {
        final long logBytes = tape.sizeBytes();
        final long divergent = replay.divergentCount();
        final long bytes = threads.getCurrentThreadAllocatedBytes();
        final long beginNs = threads.getCurrentThreadCpuTime();
        final long packets = replay.replay(tape);
        final long replayNs = threads.getCurrentThreadCpuTime() - beginNs;
        final long replayBytes = threads.getCurrentThreadAllocatedBytes() - bytes;
        tape.clear();
        return new Span(production, packets, replayNs, replayBytes, logBytes, replay.divergentCount() - divergent);
    }

    public String topology() {
        return "generator, box, meter and replay on one thread; records kept in memory";
    }

    @Override
    public void close() {
        replay.close();
        producer.close();
        tape.close();
    }
}
