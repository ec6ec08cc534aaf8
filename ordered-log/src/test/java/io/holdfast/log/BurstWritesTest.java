package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BurstWritesTest {
    private final BurstWrites writes = new BurstWrites();

    @Test
    void shouldKeepNothingOfABurstThatOnlyRead() {
        writes.beginBurst(5);
        writes.actFor(BurstWrites.origin(5, 3));
        writes.read();
        assertFalse(writes.isAny());
    }

    @Test
    void shouldKeepThePacketsThatWrote() {
        writes.beginBurst(5);
        writes.actFor(BurstWrites.origin(5, 3));
        writes.wrote();
        writes.actFor(BurstWrites.origin(5, 31));
        writes.wrote();
        writes.actFor(BurstWrites.origin(5, 7));
        writes.read();
        assertTrue(writes.isAny());
        assertEquals(1L << 3 | 1L << 31, writes.kept());
    }

    @Test
    void shouldKeepTheWholeBurstIfNobodysPacketWrote() {
        writes.beginBurst(5);
        writes.wrote();
        assertEquals(BurstWrites.WHOLE, writes.kept());
    }

    @Test
    void shouldKeepTheWholeBurstIfAnybodyWroteAndNobodysPacketRead() {
        writes.beginBurst(5);
        writes.read();
        writes.actFor(BurstWrites.origin(5, 0));
        writes.wrote();
        assertEquals(BurstWrites.WHOLE, writes.kept());
    }

    @Test
    void shouldTakeAPacketOfAnEarlierBurstForNobodys() {
        writes.beginBurst(5);
        writes.actFor(BurstWrites.origin(4, 0));
        writes.wrote();
        assertEquals(BurstWrites.WHOLE, writes.kept());
    }

    @Test
    void shouldForgetAtTheNextBurst() {
        writes.beginBurst(5);
        writes.wrote();
        writes.beginBurst(6);
        assertFalse(writes.isAny());
        writes.actFor(BurstWrites.origin(6, 1));
        writes.wrote();
        assertEquals(2, writes.kept());
    }

    /** What is left of the notes is what would have been noted if only the packets kept had come. */
    @Property(tries = 300)
    void shouldLeaveTheEntriesOfThePacketsKept(@ForAll final long seed) {
        final Random random = new Random(seed);
        final long kept = random.nextLong() & 0xffff_ffffL;
        final AccessNotes notes = new AccessNotes(2, 4096);
        final AccessNotes expected = new AccessNotes(2, 4096);
        writes.beginBurst(1);
        for (int i = 0; i < 60; i++) {
            final int index = random.nextInt(PacketBatch.BURST_PACKETS);
            final int variable = random.nextInt(10_000);
            final long version = random.nextLong(1L << random.nextInt(1, 40));
            final long[] marks = {random.nextInt(3), random.nextInt(3)};
            final boolean isRead = random.nextBoolean();
            writes.actFor(BurstWrites.origin(1, index));
            for (final AccessNotes to : BurstWrites.isKept(kept, index) ? List.of(notes, expected) : List.of(notes)) {
                if (isRead) {
                    to.read(variable, version);
                } else {
                    to.write(variable, version, 0, marks, 0);
                }
                to.by(writes);
            }
        }
        notes.keep(kept);
        assertEquals(bytes(expected), bytes(notes));
    }

    private static List<Byte> bytes(final AccessNotes notes) {
        final List<Byte> bytes = new ArrayList<>();
        for (int i = 0; i < notes.lengthBytes(); i++) {
            bytes.add(notes.buffer().getByte(i));
        }
        return bytes;
    }

    @Test
    void shouldDigestTheOutputsOfThePacketsKeptOnly() {
        try (MemoryPacketPool pool = new MemoryPacketPool(8)) {
            final PacketBatch batch = new PacketBatch();
            for (int i = 0; i < 3; i++) {
                batch.add(PacketBytes.copyOf(pool, new byte[] {(byte) i, 7}));
                batch.get(i).origin(BurstWrites.origin(1, i));
            }
            writes.beginBurst(1);
            final OutputDigest digest = new OutputDigest();
            digest.reset();
            final Digest expected = new Digest();
            for (int i = 0; i < 3; i++) {
                digest.add(2, batch.get(i), writes);
                if (i != 1) {
                    expected.addOutput(2, batch.get(i));
                }
            }
            assertEquals(expected.value(), digest.value(1 | 4));
            batch.get(0).origin(Packet.NO_ORIGIN);
            writes.actFor(BurstWrites.origin(1, 1));
            writes.wrote();
            assertEquals(2, writes.kept());
            writes.actFor(Packet.NO_ORIGIN);
            digest.add(2, batch.get(0), writes);
            assertEquals(BurstWrites.WHOLE, writes.kept());
            batch.free();
        }
    }
}
