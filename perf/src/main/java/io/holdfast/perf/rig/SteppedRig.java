package io.holdfast.perf.rig;

import com.sun.management.ThreadMXBean;
import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.CaptureDepth;
import io.holdfast.log.LogRecords;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.perf.load.GoodPacketListener;
import io.holdfast.perf.load.LoadGenerator;
import io.holdfast.perf.load.LoadPort;
import io.holdfast.perf.load.MeterCounts;
import io.holdfast.perf.load.Trial;
import io.holdfast.recovery.Worker;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import io.holdfast.recovery.order.SoleAccesses;
import java.lang.management.ManagementFactory;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.OffsetEpochNanoClock;

/**
 * An unprotected box and the generator in turns on one thread: some packets are sent, the box works until nothing is
 * left, what came back is checked; only the box's processor time counts.
 *
 * <p>So the generator cannot be the limit, no second core is needed, and what other processes do to this one costs
 * little. Packets and rings stay in one core's cache, as with a replay from memory; what a device costs is not measured.
 */
public final class SteppedRig implements Rig {
    /** Packets of a step: 16 full bursts, whose memory fits into a second-level cache. */
    private static final int STEP_PACKETS = 512;

    private static final WorkerPlace PLACE = new WorkerPlace(0, 1, 1);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SteppedLinks links;
    private final RigSettings settings;
    private final GraphDefinition definition;
    private final WorkerRuntime runtime;
    private final Worker worker;
    private final LoadGenerator generator;
    private boolean isAllocating;
    private byte[] waste;

    /** Builds box and generator; the calling thread is attached to the devices until the rig is closed. */
    public SteppedRig(final RigSettings settings) {
        this(settings, UnaryOperator.identity(), AccessControl.UNPROTECTED);
    }

    /** @param wanTap is put between the box's WAN port and the meter: tests break packets there */
    SteppedRig(final RigSettings settings, final UnaryOperator<LoadPort> wanTap) {
        this(settings, wanTap, AccessControl.UNPROTECTED);
    }

    /** A box whose accesses are noted, as a log needs it. */
    SteppedRig(final RigSettings settings, final SoleAccesses accesses) {
        this(settings, UnaryOperator.identity(), accesses);
    }

    private SteppedRig(final RigSettings settings, final UnaryOperator<LoadPort> wanTap, final AccessControl accesses) {
        this.settings = settings;
        links = switch (settings.link()) {
            case MEMORY -> SteppedLinks.memory(LabSettings.defaultParent(), settings.ringBytes());
            case RING -> SteppedLinks.ring();
            case MEMIF, NAMESPACES, DEVICES ->
                throw new IllegalArgumentException("a stepped box has --via memory or ring: "
                        + settings.link().word());
        };
        links.box().attachWorker(0, -1);
        definition = GraphDefinition.parse(
                "nat.click", BenchGraph.text(settings.plan()), BenchGraph.variables(settings.plan()));
        runtime = new WorkerRuntime(
                PLACE, links.box(), definition, accesses, new FlatStateStore(), (port, batch) -> batch.free());
        worker = new Worker(runtime, links.box(), new OffsetEpochNanoClock());
        generator = new LoadGenerator(settings.plan(), links.lan(), wanTap.apply(links.wan()));
    }

    /** From now on bursts are logged, and outputs held. To be called before {@link #open()}. */
    StoredLog protect(final LogRecords records, final SoleAccesses accesses) {
        final StoredLog log = new StoredLog(
                records,
                new CaptureDepth(definition.headerDepthBytes(), definition.staysInHeaders()),
                accesses,
                worker::transmitNow);
        worker.protect(log.protection());
        return log;
    }

    /** A graph like the box's, to replay its log on. */
    LogReplay replay(final StoredLog log) {
        return new LogReplay(definition, PLACE, log.store());
    }

    @Override
    public void open() {
        worker.announce();
        generator.open(this::turnToEnd);
    }

    private void turnToEnd() {
        while (worker.turn() > 0) {
            if (isAllocating) {
                waste = new byte[1024];
            }
        }
    }

    @Override
    public LoadGenerator generator() {
        return generator;
    }

    @Override
    public Measurement saturate(final long lengthNs) {
        final long endNs = System.nanoTime() + lengthNs;
        final Span span = new Span();
        while (System.nanoTime() < endNs) {
            span.step();
        }
        return span.measurement();
    }

    /** Forwards a number of packets, whatever time it takes. */
    Measurement forward(final long packets) {
        final Span span = new Span();
        while (span.sent < packets) {
            span.step();
        }
        return span.measurement();
    }

    /** Breaks the promise that the packet path allocates nothing, for the test of the test. */
    void allocateForEachTurn() {
        isAllocating = true;
    }

    /** What some steps come to. */
    private final class Span {
        private long cpuNs;
        private long allocated;
        private long sent;
        private MeterCounts counts = new MeterCounts(0, 0, 0, 0, 0, 0);

        void step() {
            sent += generator.step(STEP_PACKETS);
            final long bytes = threads.getCurrentThreadAllocatedBytes();
            final long beginNs = threads.getCurrentThreadCpuTime();
            turnToEnd();
            cpuNs += threads.getCurrentThreadCpuTime() - beginNs;
            allocated += threads.getCurrentThreadAllocatedBytes() - bytes;
            counts = counts.plus(generator.endStep().counts());
        }

        Measurement measurement() {
            return new Measurement(new Trial(sent, 0, counts, cpuNs, cpuNs, 0, 1, 0, 0), cpuNs, 0, allocated, true);
        }
    }

    @Override
    public Trial pace(final double perSecond, final long lengthNs, final GoodPacketListener listener) {
        throw new UnsupportedOperationException("a box that is turned by the generator's thread has no rate");
    }

    @Override
    public String topology() {
        return "generator, box and meter on one thread, " + settings.link().word() + " ports, steps of " + STEP_PACKETS
                + " packets; processor time of the box alone";
    }

    @Override
    public String logTails() {
        return "";
    }

    @Override
    public void close() {
        generator.close();
        runtime.close();
        links.box().detachWorker(0);
        links.close();
    }
}
