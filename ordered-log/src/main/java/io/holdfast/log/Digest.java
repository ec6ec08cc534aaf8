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
    private static final long OTHER_PRIME = 0xC2B2AE3D27D4EB4FL;
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
        value = mix(value, number, PRIME);
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

    /** Two lanes, each of which keeps apart all values of each of its words, so that multiplications overlap. */
    private static long bytes(final long start, final long address, final int lengthBytes) {
        if (lengthBytes < Long.BYTES) {
            return few(start, address, lengthBytes);
        }
        long even = start;
        long odd = start ^ SEED;
        final int last = lengthBytes - Long.BYTES;
        int i = 0;
        for (; i < last - Long.BYTES; i += 2 * Long.BYTES) {
            even = mix(even, NativeMemory.getLong(address + i), PRIME);
            odd = mix(odd, NativeMemory.getLong(address + i + Long.BYTES), OTHER_PRIME);
        }
        if (i < last) {
            even = mix(even, NativeMemory.getLong(address + i), PRIME);
        }
        // The last word overlaps the one before it where the length is no multiple of a word.
        odd = mix(odd, NativeMemory.getLong(address + last), OTHER_PRIME);
        // One lane goes through a product of its own, or what differs alike at the ends of both would cancel out.
        return mix(mix(even, SEED, PRIME), odd, OTHER_PRIME);
    }

    private static long few(final long start, final long address, final int lengthBytes) {
        long word = 0;
        for (int i = 0; i < lengthBytes; i++) {
            word = word << Byte.SIZE | Byte.toUnsignedLong(NativeMemory.getByte(address + i));
        }
        return mix(start, word, PRIME);
    }

    /** No two words give the same from one start. The shift is for high bits, which a product carries nowhere. */
    private static long mix(final long start, final long word, final long prime) {
        final long product = (start ^ word) * prime;
        return product ^ product >>> 29;
    }
}
