package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBytes;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final int MAX_BYTES = 130;
    private static final int WORDS = 8;

    /** The first length and bit that make no difference, as text; empty if all do. */
    private static String blindSpot(final ToLongFunction<Packet> digest) {
        try (MemoryPacketPool pool = new MemoryPacketPool(1)) {
            for (int length = 1; length <= MAX_BYTES; length++) {
                final byte[] frame = new byte[length];
                new Random(length).nextBytes(frame);
                final Packet packet = PacketBytes.copyOf(pool, frame);
                final long before = digest.applyAsLong(packet);
                for (int bit = 0; bit < Byte.SIZE * length; bit++) {
                    flip(packet, bit);
                    if (digest.applyAsLong(packet) == before) {
                        return "bit " + bit + " of " + length + " bytes";
                    }
                    flip(packet, bit);
                }
                packet.free();
            }
            return "";
        }
    }

    private static void flip(final Packet packet, final int bit) {
        packet.putByte(bit / Byte.SIZE, packet.getByte(bit / Byte.SIZE) ^ 1 << bit % Byte.SIZE);
    }

    @Test
    void shouldDependOnEveryBitOfEveryLength() {
        assertEquals("", blindSpot(packet -> Digest.ofOutput(0, packet)));
    }

    /** The test of the test: a digest of whole words only. */
    @Test
    void shouldNoticeADigestThatLeavesOutTheLastBytes() {
        assertFalse(blindSpot(packet -> {
                    final Digest digest = new Digest();
                    digest.addBytes(packet.address(), packet.length() & -Long.BYTES);
                    return digest.value();
                })
                .isEmpty());
    }

    @Test
    void shouldDependOnPortOrderAndLength() {
        try (MemoryPacketPool pool = new MemoryPacketPool(2)) {
            final Packet one = PacketBytes.copyOf(pool, new byte[64]);
            final Packet other = PacketBytes.copyOf(pool, new byte[72]);
            assertNotEquals(Digest.ofOutput(0, one), Digest.ofOutput(1, one));
            assertNotEquals(Digest.ofOutput(0, one), Digest.ofOutput(0, other));
            final Digest forth = new Digest();
            forth.addOutput(0, one);
            forth.addOutput(0, other);
            final Digest back = new Digest();
            back.addOutput(0, other);
            back.addOutput(0, one);
            assertNotEquals(forth.value(), back.value());
            one.free();
            other.free();
        }
    }

    /** The same bits changed in two words are what weak digests do not see: the changes cancel out. */
    @Test
    void shouldNoticeTheSameChangeInTwoWords() {
        final long address = NativeMemory.allocate(WORDS * Long.BYTES);
        final long unchanged = ofWords(address);
        for (int i = 0; i < WORDS; i++) {
            for (int j = 0; j < i; j++) {
                for (int bit = 0; bit < Long.SIZE; bit++) {
                    NativeMemory.putLong(address + (long) Long.BYTES * i, 1L << bit);
                    NativeMemory.putLong(address + (long) Long.BYTES * j, 1L << bit);
                    assertNotEquals(unchanged, ofWords(address), "bit " + bit + " of words " + i + " and " + j);
                    NativeMemory.fill(address, WORDS * Long.BYTES, (byte) 0);
                }
            }
        }
        NativeMemory.release(address);
    }

    private static long ofWords(final long address) {
        final Digest digest = new Digest();
        digest.addBytes(address, WORDS * Long.BYTES);
        return digest.value();
    }

    @Test
    void shouldLookCollisionFree() {
        final long address = NativeMemory.allocate(64);
        final Random random = new Random(1);
        final Set<Long> values = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            // Packets that differ in few bytes, as those of a flow do.
            NativeMemory.putInt(address + 4L * random.nextInt(16), i);
            final Digest digest = new Digest();
            digest.addBytes(address, 61);
            values.add(digest.value());
        }
        NativeMemory.release(address);
        assertTrue(values.size() > 199_000, () -> "only " + values.size() + " values");
    }
}
