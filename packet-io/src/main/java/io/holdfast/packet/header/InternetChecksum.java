package io.holdfast.packet.header;

import io.holdfast.packet.NativeMemory;

/**
 * The Internet checksum: in full (RFC 1071) and by what changed (RFC 1624).
 *
 * <p><b>Theory of operation.</b> The checksum field holds the complement of the one's-complement sum of all 16-bit
 * words. If a word {@code m} becomes {@code m'}, the new field is {@code ~(~HC + ~m + m')} (RFC 1624, equation 3;
 * RFC 1141's form goes wrong when a sum is zero). {@code ~m + m'} does not depend on the packet: for a flow whose
 * addresses always change in the same way, it is computed once (a <em>delta</em>, 16 bits) and added to each packet.
 *
 * <p>UDP (RFC 768) has two zeros: a field of 0 means that the sender computed none, and a computed 0 is sent as
 * 0xffff. {@link #applyToUdp} keeps both rules.
 *
 * <p>Checksums and deltas are 16-bit numbers in an {@code int}, in [0, 0xffff]. Static, stateless, any thread.
 */
public final class InternetChecksum {
    private static final int MASK = 0xffff;

    private InternetChecksum() {}

    /** Checksum of a piece of memory; 0 if it contains its own, right, checksum. */
    public static int of(final long address, final int lengthBytes) {
        return ~fold(sum(address, lengthBytes)) & MASK;
    }

    /** Sum of the 16-bit words of a piece of memory, not folded; an odd last byte counts as a word's upper half. */
    public static long sum(final long address, final int lengthBytes) {
        long sum = 0;
        int i = 0;
        for (; i + 8 <= lengthBytes; i += 8) {
            final long words = NativeMemory.getLongBe(address + i);
            sum += (words >>> 32) + (words & 0xffff_ffffL);
        }
        if (i + 4 <= lengthBytes) {
            sum += Integer.toUnsignedLong(NativeMemory.getIntBe(address + i));
            i += 4;
        }
        if (i + 2 <= lengthBytes) {
            sum += NativeMemory.getShortBe(address + i);
            i += 2;
        }
        if (i < lengthBytes) {
            sum += (long) Byte.toUnsignedInt(NativeMemory.getByte(address + i)) << 8;
        }
        return sum;
    }

    /**
     * Sum of the pseudo-header that TCP and UDP add to their own bytes (RFC 9293 section 3.1, RFC 768).
     *
     * @param source address in host order
     * @param destination address in host order
     * @param protocol number of the protocol
     * @param lengthBytes of the transport header and its data
     */
    public static long pseudoHeaderSum(
            final int source, final int destination, final int protocol, final int lengthBytes) {
        return Integer.toUnsignedLong(source) + Integer.toUnsignedLong(destination) + protocol + lengthBytes;
    }

    /** Checksum of a transport segment in memory under its pseudo-header; 0 if it contains its own, right, checksum. */
    public static int ofTransport(final long pseudoHeaderSum, final long address, final int lengthBytes) {
        return ~fold(pseudoHeaderSum + sum(address, lengthBytes)) & MASK;
    }

    /**
     * Adds the carries back in until 16 bits are left; 0 only of 0.
     *
     * <p>A number added to itself with its halves exchanged has, in its upper half, the sum of both halves with the carry
     * added back in: twice that folds 64 bits to 16 without a test.
     */
    public static int fold(final long sum) {
        final int halves = (int) (sum + Long.rotateLeft(sum, 32) >>> 32);
        return halves + Integer.rotateLeft(halves, 16) >>> 16;
    }

    /** What a change of a 16-bit word adds to the sum. */
    public static int delta16(final int oldWord, final int newWord) {
        return fold((~oldWord & MASK) + (newWord & MASK));
    }

    /** What a change of a 32-bit word adds to the sum. */
    public static int delta32(final int oldWord, final int newWord) {
        return fold(Integer.toUnsignedLong(~oldWord) + Integer.toUnsignedLong(newWord));
    }

    /** What two changes together add to the sum. */
    public static int combine(final int deltaA, final int deltaB) {
        return fold(deltaA + deltaB);
    }

    /** The checksum after a change. */
    public static int apply(final int checksum, final int delta) {
        final int sum = (~checksum & MASK) + delta;
        return ~((sum >>> 16) + sum) & MASK;
    }

    /** The UDP checksum after a change: none stays none, and a sum of zero is sent as 0xffff. */
    public static int applyToUdp(final int checksum, final int delta) {
        if (checksum == UdpHeader.NO_CHECKSUM) {
            return checksum;
        }
        final int updated = apply(checksum, delta);
        return updated == 0 ? MASK : updated;
    }

    /** The checksum after a 16-bit word changed. */
    public static int update16(final int checksum, final int oldWord, final int newWord) {
        return apply(checksum, delta16(oldWord, newWord));
    }

    /** The checksum after a 32-bit word changed. */
    public static int update32(final int checksum, final int oldWord, final int newWord) {
        return apply(checksum, delta32(oldWord, newWord));
    }

    /** What a change of a 32-bit word adds to the sum, not folded: such numbers may be added up. */
    public static long deltaSum32(final int oldWord, final int newWord) {
        return Integer.toUnsignedLong(~oldWord) + Integer.toUnsignedLong(newWord);
    }

    /** What a change of a 64-bit word adds to the sum, not folded. */
    public static long deltaSum64(final long oldWord, final long newWord) {
        return (~oldWord >>> 32) + (~oldWord & 0xffff_ffffL) + (newWord >>> 32) + (newWord & 0xffff_ffffL);
    }

    /** The checksum after changes that add a number to the sum. */
    public static int applySum(final int checksum, final long deltaSum) {
        return ~fold((~checksum & MASK) + deltaSum) & MASK;
    }

    /** The UDP checksum after changes: none stays none, and a sum of zero is sent as 0xffff. */
    public static int applySumToUdp(final int checksum, final long deltaSum) {
        if (checksum == UdpHeader.NO_CHECKSUM) {
            return checksum;
        }
        final int updated = applySum(checksum, deltaSum);
        return updated == 0 ? MASK : updated;
    }
}
