package io.holdfast.log;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;

/**
 * A 64-bit digest of a burst: what went out of which port, in order.
 *
 * <p>Master and replica compute it alike; it tells an error of ours (an element that is not deterministic), not an
 * attacker. Only the packets' known bytes count, because the replica has no others.
 */
public final class Digest {
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final long SEED = 0x2545F4914F6CDD1DL;

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
        value = (Long.rotateLeft(value, 23) ^ number) * PRIME;
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

    private static long bytes(final long start, final long address, final int lengthBytes) {
        long hash = start;
        int i = 0;
        for (; i + Long.BYTES <= lengthBytes; i += Long.BYTES) {
            hash = (Long.rotateLeft(hash, 23) ^ NativeMemory.getLong(address + i)) * PRIME;
        }
        long tail = 0;
        for (; i < lengthBytes; i++) {
            tail = tail << Byte.SIZE | Byte.toUnsignedLong(NativeMemory.getByte(address + i));
        }
        return (Long.rotateLeft(hash, 23) ^ tail) * PRIME;
    }
}
