package io.holdfast.recovery.replay;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.release.PacketSink;
import java.util.function.LongSupplier;
import org.agrona.BitUtil;

/**
 * Outputs of replayed bursts that the master may not have released, to be sent again at a take-over; bounded.
 *
 * <pre>
 *   released by the master     kept                            next
 *  ────────────────────────┬─────────────────────────────────┬─────────
 *                          │ head                            │ tail
 *  ────────────────────────┴─────────────────────────────────┴─────────
 * </pre>
 *
 * <p>Theory of operation. The master says with each record and heartbeat up to which burst a worker's outputs have left.
 * What replay puts out of later bursts is kept, in order, until that is said of it; what is kept when the worker goes live
 * is all that may be missing outside, and a few packets that had left already, but of which the master had no time to
 * say so: a peer sees these twice. As the master releases in order, too, each packet's first copy comes in its flow's
 * order. Of packets that the log has cut off nothing is kept. A master holds no more than {@code hold.packets}; if it
 * says so late and there are more of them here, the oldest are given up and counted.
 *
 * <p>Used by the worker's thread, or while that rests.
 */
public final class UnreleasedOutputs {
    private final LongSupplier releasedBurst;
    private final Packet[] packets;
    private final int[] ports;
    private final long[] bursts;
    private final int mask;
    private final PacketBatch leaving = new PacketBatch();
    private long head;
    private long tail;
    private long givenUpCount;
    private long sentCount;

    /**
     * Makes room.
     *
     * @param capacityPackets that are kept at most, a power of two; 0 to keep none
     * @param releasedBurst last burst of this worker of which the master has said that its outputs have left
     */
    public UnreleasedOutputs(final int capacityPackets, final LongSupplier releasedBurst) {
        if (capacityPackets != 0 && !BitUtil.isPowerOfTwo(capacityPackets)) {
            throw new IllegalArgumentException("capacityPackets must be 0 or a power of two: " + capacityPackets);
        }
        this.releasedBurst = releasedBurst;
        packets = new Packet[capacityPackets];
        ports = new int[capacityPackets];
        bursts = new long[capacityPackets];
        mask = capacityPackets - 1;
    }

    /** {@code takeover.resend: off}. */
    public static UnreleasedOutputs none() {
        return new UnreleasedOutputs(0, () -> 0);
    }

    boolean keepsAny() {
        return packets.length > 0;
    }

    /** Takes an output of a replayed burst. */
    void keep(final int port, final Packet packet, final long burst) {
        if (packet.isCutOff() || packets.length == 0) {
            packet.free();
            return;
        }
        if (tail - head == packets.length) {
            givenUpCount++;
            freeHead();
        }
        final int index = (int) tail & mask;
        packets[index] = packet;
        ports[index] = port;
        bursts[index] = burst;
        tail++;
    }

    /** Frees what the master has released. */
    void forgetReleased() {
        final long released = releasedBurst.getAsLong();
        while (head < tail && bursts[(int) head & mask] <= released) {
            freeHead();
        }
    }

    private void freeHead() {
        final int index = (int) head & mask;
        packets[index].free();
        packets[index] = null;
        head++;
    }

    /** Sends what the master has not said to have released, in order; nothing is kept then. */
    void sendAgain(final PacketSink sink) {
        forgetReleased();
        while (head < tail) {
            final int index = (int) head & mask;
            final int port = ports[index];
            leaving.add(packets[index]);
            packets[index] = null;
            head++;
            sentCount++;
            if (head == tail || ports[(int) head & mask] != port || leaving.isFull()) {
                sink.transmit(port, leaving);
            }
        }
    }

    /** Frees all: nothing of it is of use any more. */
    public void freeAll() {
        while (head < tail) {
            freeHead();
        }
    }

    /** Packets kept. */
    public int size() {
        return (int) (tail - head);
    }

    /** Packets that were given up because there was no room. */
    public long givenUpCount() {
        return givenUpCount;
    }

    /** Packets sent again. */
    public long sentCount() {
        return sentCount;
    }
}
