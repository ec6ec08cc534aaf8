package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.PacketBatch;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class AccessNotesTest {
    private static final int VARIABLES = 1 << 20;
    private static final int ACCESS_BYTES = 8192;

    @Property(tries = 200)
    void shouldGiveBackWhatWasNoted(@ForAll @IntRange(min = 1, max = 6) final int workers, @ForAll final long seed) {
        final Random random = new Random(seed);
        final int worker = random.nextInt(workers);
        final AccessNotes notes = new AccessNotes(workers, ACCESS_BYTES);
        final int count = random.nextInt(60);
        final int[] variables = new int[count];
        final long[] versions = new long[count];
        final boolean[] writes = new boolean[count];
        final long[][] marks = new long[count][workers + 2];
        for (int i = 0; i < count; i++) {
            variables[i] = random.nextInt(VARIABLES);
            versions[i] = random.nextLong() >>> random.nextInt(1, 64);
            writes[i] = random.nextBoolean();
            for (int k = 0; k < workers; k++) {
                marks[i][k + 1] = random.nextBoolean() ? 0 : random.nextLong() >>> random.nextInt(1, 64);
            }
            if (writes[i]) {
                notes.write(variables[i], versions[i], worker, marks[i], 1);
            } else {
                notes.read(variables[i], versions[i]);
            }
        }
        final RecordBuffer record = new RecordBuffer(64, ACCESS_BYTES);
        record.identify(1, 1, 1, worker);
        record.begin(1, 2, 0, new PacketBatch());
        record.end(3, 0, notes);
        final RecordView read = new RecordView();
        assertTrue(read.wrap(record.buffer(), 0, record.lengthBytes()));
        final AccessView view = new AccessView(worker, workers, VARIABLES);
        assertEquals(count, read.accesses(view));
        for (int i = 0; i < count; i++) {
            assertTrue(view.next());
            assertEquals(variables[i], view.variable());
            assertEquals(versions[i], view.version());
            assertEquals(writes[i], view.isWrite());
            for (int k = 0; k < workers; k++) {
                assertEquals(writes[i] && k != worker ? marks[i][k + 1] : 0, view.reader(k));
            }
        }
        assertFalse(view.next());
    }

    @Property(tries = 500)
    void shouldCountOrRefuseWhateverBytesAreThere(@ForAll final byte[] bytes) {
        final AccessView view = new AccessView(1, 3, 100);
        final int count = view.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        for (int i = 0; i < count; i++) {
            assertTrue(view.next());
            assertTrue(view.variable() < 100 && view.version() >= 0 && view.reader(0) >= 0);
        }
        assertTrue(count <= bytes.length / AccessNotes.MIN_ENTRY_BYTES);
    }

    @Test
    void shouldRefuseAnotherAccessByTheNameOfTheLimit() {
        final AccessNotes notes = new AccessNotes(2, 64);
        final IllegalStateException full = assertThrows(IllegalStateException.class, () -> {
            while (true) {
                notes.requireRoom();
                notes.read(VARIABLES, Long.MAX_VALUE);
            }
        });
        assertTrue(full.getMessage().endsWith("log.accessBytes = 64"), full.getMessage());
        assertTrue(notes.lengthBytes() <= 64);
        notes.reset();
        notes.requireRoom();
    }
}
