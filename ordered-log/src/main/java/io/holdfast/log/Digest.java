package io.holdfast.log;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;

/**
 * A 64-bit digest of a burst: what went out of which port, in order.
 *
 * <p>Master and replica compute it alike; it tells an error of ours (an element that is not deterministic), not an
 * attacker. Only the packets' known bytes count, because the replica has no others. A change of any one word, of a
 * packet's length or port, changes the digest for certain; other changes, the order of packets among them, go unnoticed
 * once in 2^64.
 */
public final class Digest {
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final long SEED = 0x2545F4914F6CDD1DL;
    private static final long LANE_1 = 0x9FB21C651E98DF25L;
    private static final long LANE_2 = 0xD6E8FEB86659FD93L;
    private static final long LANE_3 = 0xC2B2AE3D27D4EB4FL;

    private long value = SEED;

    /** Starts a new burst. */
    public void reset() {
        value = SEED;
    }

    public long value() {
        return value;
    }

    /** Adds a number. */
    public void add(final long number) {
        value = step(value, number);
    }

    /** Adds a packet that goes out of a port. */
    public void addOutput(final int port, final Packet packet) {
        add(ofOutput(port, packet));
    }

    /** Of one packet that goes out of a port. */
    static long ofOutput(final int port, final Packet packet) {
        final long first = (SEED ^ ((long) port << 32 | packet.length())) * PRIME;
        return bytes(first, packet.address(), packet.knownLength());
    }

    /** Adds a stretch of native memory. */
    public void addBytes(final long address, final int lengthBytes) {
        value = bytes(value, address, lengthBytes);
    }

    /**
     * Four lanes, which the processor works on at a time. Every step is one to one in what it adds as well as in what
     * came before, and so is the end in each lane: no single word can change without the digest.
     */
    private static long bytes(final long start, final long address, final int lengthBytes) {
        long lane0 = start;
        long lane1 = LANE_1;
        long lane2 = LANE_2;
        long lane3 = LANE_3;
        int i = 0;
        for (; i + 4 * Long.BYTES <= lengthBytes; i += 4 * Long.BYTES) {
            lane0 = step(lane0, NativeMemory.getLong(address + i));
            lane1 = step(lane1, NativeMemory.getLong(address + i + Long.BYTES));
            lane2 = step(lane2, NativeMemory.getLong(address + i + 2 * Long.BYTES));
            lane3 = step(lane3, NativeMemory.getLong(address + i + 3 * Long.BYTES));
        }
        if (i + 2 * Long.BYTES <= lengthBytes) {
            lane1 = step(lane1, NativeMemory.getLong(address + i));
            lane2 = step(lane2, NativeMemory.getLong(address + i + Long.BYTES));
            i += 2 * Long.BYTES;
        }
        if (i + Long.BYTES <= lengthBytes) {
            lane3 = step(lane3, NativeMemory.getLong(address + i));
            i += Long.BYTES;
        }
        return end(step(lane0, tail(address, i, lengthBytes)), lane1, lane2, lane3) + lengthBytes;
    }

    private static long step(final long lane, final long word) {
        return (Long.rotateLeft(lane, 23) ^ word) * PRIME;
    }

    private static long end(final long lane0, final long lane1, final long lane2, final long lane3) {
        return step(step(lane0, Long.rotateLeft(lane1, 31) * PRIME), step(lane2, Long.rotateLeft(lane3, 31) * PRIME));
    }

    /** The last bytes, fewer than a word, as a number. */
    private static long tail(final long address, final int begin, final int lengthBytes) {
        final int count = lengthBytes - begin;
        if (count > 0 && lengthBytes >= Long.BYTES) {
            // One load that ends where the bytes end, of which the last ones are the high ones.
            return NativeMemory.getLong(address + lengthBytes - Long.BYTES) >>> Long.SIZE - Byte.SIZE * count;
        }
        long tail = 0;
        for (int i = begin; i < lengthBytes; i++) {
            tail |= Byte.toUnsignedLong(NativeMemory.getByte(address + i)) << Byte.SIZE * (i - begin);
        }
        return tail;
    }
}
