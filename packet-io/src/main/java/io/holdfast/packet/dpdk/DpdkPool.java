package io.holdfast.packet.dpdk;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketPool;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One worker's mempool, with a packet object for each mbuf.
 *
 * <p>Freed mbufs go to a small stash, from which the next ones are allocated, so that most calls stay in Java:
 *
 * <pre>
 *   allocate ◄── stash ◄── free            in bulk:  stash ──► rte_pktmbuf_free_bulk ──► mempool
 *                  ▲                                 stash ◄── the mempool's dequeue function
 *   the driver takes mbufs to receive into, and gives back those sent, by the thread's own cache in the mempool
 * </pre>
 *
 * <p>Used by its worker's thread, except for the counts.
 */
final class DpdkPool implements PacketPool {
    /** Mbufs of the thread's cache inside the mempool; drivers use it, and it may fill to half as much again. */
    private static final int CACHE_MBUFS = 128;

    /** Handle of a packet object whose mbuf another worker has taken. */
    private static final long NO_MBUF = 0;

    private static final int STASH_MBUFS = 128;
    private static final int BULK_MBUFS = 32;
    private static final AtomicInteger POOLS = new AtomicInteger();

    private final Eal eal;
    private final DpdkCalls calls;
    private final MemorySegment freeBulk;
    private final MemorySegment dequeue;
    private final long mempool;
    private final long bulkAddress;
    private final long template;
    private final int capacityPackets;
    private final Packet[] idlePackets;
    private final long[] stash = new long[STASH_MBUFS];
    private int idleCount;
    private int stashCount;
    private int inUseAtClose;
    private volatile boolean closed;
    private volatile long exhaustedCount;

    DpdkPool(final Eal eal, final int worker, final int capacityPackets) {
        this.eal = eal;
        this.calls = eal.calls();
        this.capacityPackets = capacityPackets;
        final long logPosition = eal.logPosition();
        final String name = "holdfast" + POOLS.getAndIncrement() + "_w" + worker;
        mempool = calls.poolCreate(name, capacityPackets + 1, Math.min(CACHE_MBUFS, capacityPackets / 4));
        if (mempool == 0) {
            throw eal.failure(
                    "rte_pktmbuf_pool_create(" + name + ", " + capacityPackets + " packets)",
                    -calls.errno(),
                    logPosition,
                    "lower capacityPackets, or provide more memory; within one process DPDK keeps what it started with");
        }
        freeBulk = calls.function("rte_pktmbuf_free_bulk");
        dequeue = MemorySegment.ofAddress(dequeueFunction());
        bulkAddress = NativeMemory.allocate((long) BULK_MBUFS * Long.BYTES);
        idlePackets = new Packet[capacityPackets];
        for (int i = 0; i < capacityPackets; i++) {
            idlePackets[i] = new Packet(this);
        }
        idleCount = capacityPackets;
        template = takeTemplate();
    }

    @Override
    public Packet allocate() {
        final long mbuf = idleCount == 0 ? 0 : takeMbuf();
        if (mbuf == 0) {
            countExhausted();
            return null;
        }
        final Packet packet = idlePackets[--idleCount];
        packet.bind(
                mbuf,
                NativeMemory.getLong(mbuf + MbufLayout.BUF_ADDR),
                MbufLayout.BUFFER_BYTES,
                MbufLayout.HEADROOM_BYTES,
                0);
        return packet;
    }

    @Override
    public void free(final Packet packet) {
        final long mbuf = packet.handle();
        idlePackets[idleCount++] = packet;
        if (mbuf != NO_MBUF) {
            freeMbuf(mbuf);
        }
    }

    /** Moves the mbuf: DPDK lets any thread send it, or give it back to the mempool that it came from. */
    @Override
    public Packet take(final Packet other) {
        if (!(other.pool() instanceof DpdkPool)) {
            return PacketPool.super.take(other);
        }
        final long mbuf = other.handle();
        setBounds(mbuf, other.headroom(), other.length());
        final Packet own = bind(mbuf);
        if (own == null) {
            countExhausted();
        } else {
            other.bind(NO_MBUF, 0, 0, 0, 0);
        }
        return own;
    }

    @Override
    public int maxPacketBytes() {
        return MbufLayout.BUFFER_BYTES - MbufLayout.HEADROOM_BYTES;
    }

    @Override
    public int capacityPackets() {
        return capacityPackets;
    }

    /**
     * Any thread may ask, also after {@link #close()}: then it counts the packets that never came back. While the
     * worker runs the number may be off by what is on its way to or from the stash.
     */
    @Override
    public synchronized int inUsePackets() {
        return closed ? inUseAtClose : capacityPackets - calls.poolAvailable(mempool) - stashCount;
    }

    @Override
    public long exhaustedCount() {
        return exhaustedCount;
    }

    /** Gives the mempool back to DPDK. All ports are closed, and the worker has stopped. */
    @Override
    public synchronized void close() {
        if (!closed) {
            flush(stashCount);
            inUseAtClose = inUsePackets();
            closed = true;
            stashCount = STASH_MBUFS;
            NativeMemory.release(bulkAddress);
            calls.poolFree(mempool);
        }
    }

    long mempool() {
        return mempool;
    }

    /** Binds a packet object to a received mbuf of one segment; null if all objects are out. */
    Packet bind(final long mbuf) {
        if (idleCount == 0) {
            return null;
        }
        final Packet packet = idlePackets[--idleCount];
        packet.bind(
                mbuf,
                NativeMemory.getLong(mbuf + MbufLayout.BUF_ADDR),
                Short.toUnsignedInt(NativeMemory.getShort(mbuf + MbufLayout.BUF_LEN)),
                Short.toUnsignedInt(NativeMemory.getShort(mbuf + MbufLayout.DATA_OFF)),
                Short.toUnsignedInt(NativeMemory.getShort(mbuf + MbufLayout.DATA_LEN)));
        return packet;
    }

    /** Parts a packet object from its mbuf, which gets the packet's bounds and is now the caller's. */
    long unbind(final Packet packet) {
        final long mbuf = packet.handle();
        setBounds(mbuf, packet.headroom(), packet.length());
        idlePackets[idleCount++] = packet;
        return mbuf;
    }

    /** Copies a packet of another memory into an mbuf; 0 if there is none, or the packet does not fit. */
    long copyOf(final Packet packet) {
        final int length = packet.length();
        final long mbuf = length > maxPacketBytes() ? 0 : takeMbuf();
        if (mbuf != 0) {
            final long data = NativeMemory.getLong(mbuf + MbufLayout.BUF_ADDR) + MbufLayout.HEADROOM_BYTES;
            NativeMemory.copy(packet.address(), data, length);
            setBounds(mbuf, MbufLayout.HEADROOM_BYTES, length);
        }
        return mbuf;
    }

    /** Gives mbufs, which the array at the address names, back to where they came from. */
    void freeMbufs(final long mbufs, final int count) {
        DpdkCalls.freeBulk(freeBulk, mbufs, count);
    }

    private static void setBounds(final long mbuf, final int dataOffset, final int length) {
        NativeMemory.putShort(mbuf + MbufLayout.DATA_OFF, (short) dataOffset);
        NativeMemory.putShort(mbuf + MbufLayout.DATA_LEN, (short) length);
        NativeMemory.putInt(mbuf + MbufLayout.PKT_LEN, length);
    }

    /** An empty mbuf, or 0 if none is left. */
    private long takeMbuf() {
        if (closed || (stashCount == 0 && !refill())) {
            return 0;
        }
        final long mbuf = stash[--stashCount];
        MbufLayout.reset(mbuf);
        return mbuf;
    }

    private void freeMbuf(final long mbuf) {
        if (stashCount == STASH_MBUFS) {
            if (closed) {
                return;
            }
            flush(BULK_MBUFS);
        }
        final boolean isPlain = NativeMemory.getLong(mbuf + MbufLayout.POOL) == mempool
                && NativeMemory.getShort(mbuf + MbufLayout.REFCNT) == 1
                && (NativeMemory.getLong(mbuf + MbufLayout.OL_FLAGS) & MbufLayout.NOT_OWN_BYTES) == 0;
        if (isPlain) {
            stash[stashCount++] = mbuf;
        } else {
            NativeMemory.putLong(bulkAddress, mbuf);
            freeMbufs(bulkAddress, 1);
        }
    }

    private boolean refill() {
        if (DpdkCalls.dequeue(dequeue, mempool, bulkAddress, BULK_MBUFS) == 0) {
            for (int i = 0; i < BULK_MBUFS; i++) {
                stash[stashCount++] = NativeMemory.getLong(bulkAddress + (long) i * Long.BYTES);
            }
            return true;
        }
        return refillWithOne();
    }

    /** Takes one of the last mbufs, from the ring or, by way of a copy of the template, from the thread's cache. */
    private boolean refillWithOne() {
        final long mbuf;
        if (DpdkCalls.dequeue(dequeue, mempool, bulkAddress, 1) == 0) {
            mbuf = NativeMemory.getLong(bulkAddress);
        } else {
            mbuf = calls.mbufCopy(template, mempool);
        }
        if (mbuf != 0) {
            stash[stashCount++] = mbuf;
        }
        return mbuf != 0;
    }

    private void flush(final int count) {
        int left = count;
        while (left > 0) {
            final int bulk = Math.min(left, BULK_MBUFS);
            for (int i = 0; i < bulk; i++) {
                NativeMemory.putLong(bulkAddress + (long) i * Long.BYTES, stash[--stashCount]);
            }
            freeMbufs(bulkAddress, bulk);
            left -= bulk;
        }
    }

    private long takeTemplate() {
        refillWithOneFromRing();
        final long mbuf = stash[--stashCount];
        MbufLayout.check(mbuf, mempool);
        setBounds(mbuf, MbufLayout.HEADROOM_BYTES, 1);
        return mbuf;
    }

    private void refillWithOneFromRing() {
        final int code = DpdkCalls.dequeue(dequeue, mempool, bulkAddress, 1);
        if (code != 0) {
            throw eal.failure("mempool dequeue", code, eal.logPosition(), "none known");
        }
        stash[stashCount++] = NativeMemory.getLong(bulkAddress);
    }

    private long dequeueFunction() {
        final int index = NativeMemory.getInt(mempool + EthLayout.MEMPOOL_OPS_INDEX);
        final long operations = calls.library().address("rte_mempool_ops_table")
                + EthLayout.OPS_TABLE_FIRST
                + (long) index * EthLayout.OPS_STRIDE_BYTES;
        return NativeMemory.getLong(operations + EthLayout.OPS_DEQUEUE);
    }

    private void countExhausted() {
        // Its only writer is this pool's thread.
        final long count = exhaustedCount;
        exhaustedCount = count + 1;
    }
}
