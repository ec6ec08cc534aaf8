package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final int MOST_BYTES = 130;
    private static final int ROUNDS = 2000;

    private final long memory = NativeMemory.allocate(MOST_BYTES);
    private final Random random = new Random(7);

    @AfterEach
    void release() {
        NativeMemory.release(memory);
    }

    @Test
    void shouldFindEverySingleBitThatChanged() {
        findEverySingleBitThatChanged(this::digest);
    }

    @Test
    void shouldFindEveryTwoWordsThatChangedPlaces() {
        findEveryTwoWordsThatChangedPlaces(this::digest);
    }

    /** The canary: both tests must find a digest that is a mere sum, and one that leaves out the last bytes. */
    @Test
    void shouldFindADigestThatIsTooWeak() {
        assertThrows(AssertionError.class, () -> findEveryTwoWordsThatChangedPlaces(DigestTest::sum));
        assertThrows(
                AssertionError.class,
                () -> findEverySingleBitThatChanged(bytes -> digest(Arrays.copyOf(bytes, bytes.length & -4))));
    }

    private void findEverySingleBitThatChanged(final ToLongFunction<byte[]> digest) {
        for (int length = 0; length <= MOST_BYTES; length++) {
            final byte[] bytes = randomBytes(length);
            final long before = digest.applyAsLong(bytes);
            for (int bit = 0; bit < Byte.SIZE * length; bit++) {
                bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
                assertNotEquals(before, digest.applyAsLong(bytes), "bit " + bit + " of " + length + " bytes");
                bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
            }
        }
    }

    private void findEveryTwoWordsThatChangedPlaces(final ToLongFunction<byte[]> digest) {
        final byte[] bytes = randomBytes(128);
        final long before = digest.applyAsLong(bytes);
        for (int i = 0; i < bytes.length; i += Long.BYTES) {
            for (int j = i + Long.BYTES; j < bytes.length; j += Long.BYTES) {
                final byte[] swapped = bytes.clone();
                System.arraycopy(bytes, i, swapped, j, Long.BYTES);
                System.arraycopy(bytes, j, swapped, i, Long.BYTES);
                assertNotEquals(before, digest.applyAsLong(swapped), "words at " + i + " and " + j);
            }
        }
    }

    @Test
    void shouldTellLengthsOfZerosApart() {
        final Set<Long> digests = new HashSet<>();
        for (int length = 0; length <= MOST_BYTES; length++) {
            assertTrue(digests.add(digest(new byte[length])), length + " zeros");
        }
    }

    @Test
    void shouldTellPortsLengthsAndTheOrderOfPacketsApart() {
        try (MemoryPacketPool pool = new MemoryPacketPool(2)) {
            final var one = TestPackets.of(pool, randomBytes(60));
            final var other = TestPackets.of(pool, randomBytes(60));
            final Digest digest = new Digest();
            digest.addOutput(0, one);
            digest.addOutput(0, other);
            final long inOrder = digest.value();
            digest.reset();
            digest.addOutput(0, other);
            digest.addOutput(0, one);
            assertNotEquals(inOrder, digest.value());
            assertNotEquals(Digest.ofOutput(0, one), Digest.ofOutput(1, one));
            final long before = Digest.ofOutput(0, one);
            one.limitKnown(40);
            final long known = Digest.ofOutput(0, one);
            assertNotEquals(before, known);
            one.putByte(39, one.getByte(39) ^ 1);
            assertNotEquals(known, Digest.ofOutput(0, one));
            one.putByte(39, one.getByte(39) ^ 1);
            NativeMemory.putByte(one.address() + 40, (byte) ~NativeMemory.getByte(one.address() + 40));
            assertEquals(known, Digest.ofOutput(0, one), "what is not known does not count");
            one.free();
            other.free();
        }
    }

    @Test
    void shouldNotRepeatItselfForSmallDifferences() {
        final Set<Long> digests = new HashSet<>();
        final byte[] bytes = new byte[60];
        for (int i = 0; i < ROUNDS; i++) {
            bytes[20 + i % 8]++;
            bytes[50 - i % 8]--;
            digests.add(digest(bytes));
        }
        assertTrue(digests.size() > ROUNDS * 9 / 10, "different digests: " + digests.size());
    }

    private byte[] randomBytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private long digest(final byte[] bytes) {
        NativeMemory.copyFromArray(bytes, 0, memory, bytes.length);
        final Digest digest = new Digest();
        digest.addBytes(memory, bytes.length);
        return digest.value();
    }

    private static long sum(final byte[] bytes) {
        long sum = 0;
        for (final byte b : bytes) {
            sum += b;
        }
        return sum;
    }
}
