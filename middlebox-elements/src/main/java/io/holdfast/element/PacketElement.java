package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * An element that treats each packet by itself, and passes it on to output 0 or rejects it.
 *
 * <p>Rejected packets are counted by their reason; they go to output 1 where that is connected, else they are freed.
 */
public abstract class PacketElement extends PacketwiseElement {
    private static final int REJECTED = 1;

    private final PacketLoop loop = BurstLoops.packetLoop(getClass());

    @SoftState("empty between pushes")
    private OutputLanes rejected;

    /**
     * Looks at a packet and changes it where needed.
     *
     * @return null to pass it on; else the counter of the reason to reject it
     */
    protected abstract StatisticsCounter process(Packet packet);

    @Override
    public final void push(final int input, final PacketBatch batch) {
        final ElementChain chain = chain();
        if (chain != null && batch.size() <= PacketBatch.BURST_PACKETS) {
            chain.push(batch);
            return;
        }
        loop.run(this, batch);
        output(0).push(batch);
        if (rejected != null) {
            rejected.flush();
        }
    }

    /** Ends the packet's way to output 0. */
    final void reject(final Packet packet, final StatisticsCounter reason) {
        reason.increment();
        if (outputCount() <= REJECTED) {
            packet.free();
            return;
        }
        if (rejected == null) {
            rejected = new OutputLanes(output(REJECTED));
        }
        rejected.add(0, packet);
    }

    @Override
    final int advance(final Packet packet) {
        final StatisticsCounter fault = process(packet);
        if (fault == null) {
            return 0;
        }
        reject(packet, fault);
        return GONE;
    }

    @Override
    final int mainOutput() {
        return 0;
    }

    /** A rejected packet has been taken care of. */
    @Override
    final void leave(final Packet packet, final int choice) {}

    @Override
    final void flushLeft(final int begin, final int end) {
        if (rejected != null && begin <= REJECTED && REJECTED < end) {
            rejected.flush();
        }
    }
}
