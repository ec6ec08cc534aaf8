package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.PacketQueue;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Emulates a link: pulls packets one after the other as its bandwidth allows, and pushes each when its last byte has
 * arrived. A packet's timestamp becomes its time of arrival.
 */
final class LinkUnqueue extends PullingElement {
    static final Parameter<Long> LATENCY =
            Parameter.mandatory("LATENCY", ArgumentTypes.DURATION_NS, "seconds", "how long a byte is on the link");
    static final Parameter<Long> BANDWIDTH =
            Parameter.mandatory("BANDWIDTH", ArgumentTypes.BANDWIDTH, "bytes/s", "bandwidth of the link");

    /** Packets on the link at most; beyond, the link takes no more until one has arrived. */
    static final int CAPACITY_PACKETS = 4096;

    private static final double SECOND_NS = 1e9;
    private static final int FREE_NS = 0;

    private final PacketBatch batch = new PacketBatch();
    private long latencyNs;
    private long bytesPerSecond;
    private LocalLongs state;
    private PacketQueue link;

    @Override
    public void configure(final Arguments arguments) {
        latencyNs = arguments.get(LATENCY);
        bytesPerSecond = arguments.get(BANDWIDTH);
        if (bytesPerSecond == 0) {
            arguments.error("BANDWIDTH: must be positive");
        }
        arguments.finish();
    }

    @Override
    void initializeState(final ElementContext context) {
        link = context.packetQueue("link", CAPACITY_PACKETS);
        state = new LocalLongs(context, "state", 1);
    }

    @Override
    void run() {
        final long nowNs = nowNs();
        while (!batch.isFull() && !link.isEmpty() && link.firstTimestampNs() <= nowNs) {
            final Packet packet = link.removeFirst();
            if (packet != null) {
                batch.add(packet);
            }
        }
        final boolean isFull = batch.isFull();
        output(0).push(batch);
        final boolean pulled = load(nowNs);
        if (isFull || pulled && state.get(FREE_NS) <= nowNs) {
            runAgain();
            return;
        }
        final long arrivalNs = link.isEmpty() ? Long.MAX_VALUE : link.firstTimestampNs();
        final boolean waitsForLink = !link.isFull() && state.get(FREE_NS) > nowNs;
        runAgainAt(waitsForLink ? Math.min(arrivalNs, state.get(FREE_NS)) : arrivalNs);
    }

    /** Puts the next packet on the link, if it is free. */
    private boolean load(final long nowNs) {
        if (state.get(FREE_NS) > nowNs || link.isFull() || input(0).pull(batch, 1) == 0) {
            return false;
        }
        final Packet packet = batch.get(0);
        batch.clear();
        final long freeNs = nowNs + (long) Math.ceil(packet.length() * SECOND_NS / bytesPerSecond);
        state.set(FREE_NS, freeNs);
        packet.timestampNs(freeNs + latencyNs);
        link.addLast(packet);
        return true;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read(
                "latency", "how long a byte is on the link, in seconds", () -> Double.toString(latencyNs / SECOND_NS));
        handlers.read("bandwidth", "bytes per second", () -> Long.toString(bytesPerSecond));
        handlers.read("size", "packets on the link", () -> Integer.toString(link.size()));
        handlers.write("reset", "drops what is on the link", ignored -> link.clear());
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
    }
}
