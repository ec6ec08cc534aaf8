package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordStoreTest {
    private static final int CAPACITY_BYTES = 1 << 14;
    private static final int PLACES = CAPACITY_BYTES / RecordStore.BYTES_PER_PLACE;
    private static final int MAX_RECORD_BYTES = 2000;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    private final RecordStore store = new RecordStore(CAPACITY_BYTES, MAX_RECORD_BYTES);
    private final UnsafeBuffer source = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_RECORD_BYTES));
    private long stored;
    private long read;

    /** A record that says everywhere which one it is, and is as long as its number says. */
    private static int lengthBytes(final long number) {
        return 8 + (int) (number * 2_654_435_761L >>> 5 & 1023);
    }

    private void storeNext(final int lengthBytes) {
        source.setMemory(0, lengthBytes, (byte) stored);
        source.putLong(0, stored++);
        store.store(source, 0, lengthBytes);
    }

    private void check(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        assertEquals(read, buffer.getLong(offset));
        for (int i = 8; i < lengthBytes; i++) {
            assertEquals((byte) read, buffer.getByte(offset + i), "record " + read + " at byte " + i);
        }
        read++;
    }

    @Property(tries = 200)
    void shouldHandOverWhatWasStoredInOrder(@ForAll final long seed) {
        final Random random = new Random(seed);
        for (int step = 0; step < 500; step++) {
            while (random.nextInt(4) > 0 && store.hasRoom()) {
                storeNext(8 + random.nextInt(MAX_RECORD_BYTES - 7));
            }
            final int limit = 1 + random.nextInt(5);
            final long waiting = stored - read;
            assertEquals(waiting, store.records());
            assertEquals(Math.min(limit, waiting), store.read(this::check, limit));
            assertEquals(stored == read, store.isEmpty());
        }
        store.read(this::check, Integer.MAX_VALUE);
        assertEquals(stored, read);
        assertEquals(0, store.sizeBytes());
    }

    @Test
    void shouldBeFullOfLongRecordsWhenItsBytesAreUsed() {
        while (store.hasRoom()) {
            storeNext(MAX_RECORD_BYTES);
        }
        assertTrue(store.isFull());
        assertTrue(store.records() < PLACES);
        assertTrue(store.sizeBytes() > CAPACITY_BYTES - 2 * MAX_RECORD_BYTES, store.sizeBytes() + " bytes");
        assertEquals(1, store.fullCount());
        store.read(this::check, 2);
        assertTrue(store.hasRoom());
        assertEquals(1, store.fullCount());
    }

    @Test
    void shouldBeFullOfShortRecordsWhenItsPlacesAreUsed() {
        while (store.hasRoom()) {
            storeNext(8);
        }
        assertEquals(PLACES, store.records());
        assertThrows(IllegalStateException.class, () -> storeNext(8));
        store.read((buffer, offset, lengthBytes) -> {}, 1);
        assertTrue(store.hasRoom());
    }

    @Test
    void shouldKeepARecordUntilItsHandlerReturns() {
        while (store.hasRoom()) {
            storeNext(8);
        }
        store.read((buffer, offset, lengthBytes) -> assertFalse(store.hasRoom(), "its place would be used again"), 1);
    }

    @Test
    void shouldRefuseToBeTooSmallForItsRecords() {
        final String reason = assertThrows(IllegalArgumentException.class, () -> new RecordStore(1 << 14, 4096))
                .getMessage();
        assertTrue(reason.contains("log.storeBytes") && reason.contains("4096") && reason.contains("16384"), reason);
        assertThrows(IllegalArgumentException.class, () -> new RecordStore(10_000, 100));
    }

    @Test
    void shouldPassRecordsFromOneThreadToAnother() throws InterruptedException {
        final int records = 300_000;
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final long startNs = System.nanoTime();
        final Thread reader = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (read < records && System.nanoTime() - startNs < DEADLINE_NS) {
                    if (store.read(this::checkEnds, 32) == 0) {
                        Thread.yield();
                    }
                }
            } catch (final RuntimeException | AssertionError e) {
                failure.set(e);
            }
        });
        while (stored < records && failure.get() == null && System.nanoTime() - startNs < DEADLINE_NS) {
            if (store.hasRoom()) {
                final int lengthBytes = lengthBytes(stored);
                source.putLong(lengthBytes - 8, stored);
                source.putLong(0, stored++);
                store.store(source, 0, lengthBytes);
            } else {
                Thread.yield();
            }
        }
        assertTrue(reader.join(Duration.ofSeconds(60)));
        assertEquals(null, failure.get());
        assertEquals(records, read);
    }

    private void checkEnds(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        assertEquals(lengthBytes(read), lengthBytes);
        assertEquals(read, buffer.getLong(offset));
        if (lengthBytes >= 16) {
            assertEquals(read, buffer.getLong(offset + lengthBytes - 8));
        }
        read++;
    }
}
