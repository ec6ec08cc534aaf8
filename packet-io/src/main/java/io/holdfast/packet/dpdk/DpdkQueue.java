package io.holdfast.packet.dpdk;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PortCounters;
import java.lang.foreign.MemorySegment;

/**
 * One queue pair of a port: the driver's two burst functions, with an array of mbuf addresses between them and us.
 *
 * <p>Used by one worker's thread, except for the counters.
 */
final class DpdkQueue {
    private static final int BURST = PacketBatch.BURST_PACKETS;

    private final DpdkPool pool;
    private final boolean isCritical;
    private final MemorySegment rxBurst;
    private final MemorySegment txBurst;
    private final long rxQueue;
    private final long txQueue;
    private final long mbufs;
    private final PortCounters counters = new PortCounters();

    /**
     * Reads the functions and queues from a started port's entry in {@code rte_eth_fp_ops}.
     *
     * @param pool of the worker that uses this queue
     * @param isCritical whether the driver makes no system calls
     */
    DpdkQueue(
            final long fastPath,
            final FastPathLayout layout,
            final int queue,
            final DpdkPool pool,
            final boolean isCritical) {
        this.pool = pool;
        this.isCritical = isCritical;
        final long offset = (long) queue * Long.BYTES;
        rxBurst = MemorySegment.ofAddress(NativeMemory.getLong(fastPath + layout.rxBurst()));
        txBurst = MemorySegment.ofAddress(NativeMemory.getLong(fastPath + layout.txBurst()));
        rxQueue = NativeMemory.getLong(NativeMemory.getLong(fastPath + layout.rxQueues()) + offset);
        txQueue = NativeMemory.getLong(NativeMemory.getLong(fastPath + layout.txQueues()) + offset);
        mbufs = NativeMemory.allocate((long) BURST * Long.BYTES);
    }

    PortCounters counters() {
        return counters;
    }

    /** Gives the array back; the queue is not used any more. */
    void release() {
        NativeMemory.release(mbufs);
    }

    int receive(final DpdkPool into, final PacketBatch batch) {
        final int wanted = Math.min(batch.remaining(), BURST);
        final int count = wanted == 0 ? 0 : call(rxBurst, rxQueue, wanted);
        if (count == 0) {
            return 0;
        }
        int added = 0;
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            final long place = mbufs + (long) i * Long.BYTES;
            final long mbuf = NativeMemory.getLong(place);
            final Packet packet = NativeMemory.getShort(mbuf + MbufLayout.NB_SEGS) == 1 ? into.bind(mbuf) : null;
            if (packet == null) {
                refuse(mbuf, place);
            } else {
                batch.add(packet);
                added++;
                bytes += packet.length();
            }
        }
        counters.received(added, bytes);
        return added;
    }

    int transmit(final PacketBatch batch) {
        final int size = batch.size();
        int sent = 0;
        for (int begin = 0; begin < size; begin += BURST) {
            sent += transmit(batch, begin, Math.min(begin + BURST, size));
        }
        batch.clear();
        if (sent < size) {
            counters.transmitDrops(size - sent);
        }
        return sent;
    }

    private int transmit(final PacketBatch batch, final int begin, final int end) {
        int count = 0;
        long bytes = 0;
        for (int i = begin; i < end; i++) {
            final Packet packet = batch.get(i);
            final int length = packet.length();
            final long mbuf = packet.pool() instanceof DpdkPool owner ? owner.unbind(packet) : copy(packet);
            if (mbuf != 0) {
                NativeMemory.putLong(mbufs + (long) count * Long.BYTES, mbuf);
                count++;
                bytes += length;
            }
        }
        // Once given to the driver an mbuf may be gone: the lengths of those that it leaves are subtracted below.
        final int sent = count == 0 ? 0 : call(txBurst, txQueue, count);
        for (int i = sent; i < count; i++) {
            bytes -= NativeMemory.getInt(NativeMemory.getLong(mbufs + (long) i * Long.BYTES) + MbufLayout.PKT_LEN);
        }
        if (sent < count) {
            pool.freeMbufs(mbufs + (long) sent * Long.BYTES, count - sent);
        }
        counters.transmitted(sent, bytes);
        return sent;
    }

    private long copy(final Packet packet) {
        final long mbuf = pool.copyOf(packet);
        packet.free();
        if (mbuf != 0) {
            counters.copied(1);
        }
        return mbuf;
    }

    /** Frees a frame in several segments, or one for which no packet object is left. */
    private void refuse(final long mbuf, final long place) {
        if (NativeMemory.getShort(mbuf + MbufLayout.NB_SEGS) == 1) {
            counters.noBuffer(1);
        } else {
            counters.receiveErrors(1);
        }
        pool.freeMbufs(place, 1);
    }

    private int call(final MemorySegment function, final long queue, final int count) {
        return isCritical
                ? DpdkCalls.burstCritical(function, queue, mbufs, count)
                : DpdkCalls.burst(function, queue, mbufs, count);
    }
}
