package io.holdfast.element.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.AccessControl;
import io.holdfast.element.SharedTable;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Look-ups of a burst that was expected against plain ones, whatever happened to the table in between. */
class ExpectedLookupTest {
    private static final TableLayout LAYOUT = new TableLayout(600, 16, 4);
    private static final int KEYS = 900;
    private static final int CHANGES = 40;
    private static final int BURSTS = 60;

    @Property(tries = 100)
    void shouldFindWhatAPlainLookUpFinds(@ForAll final long seed) {
        final Random random = new Random(seed);
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedTable table = store.sharedTable("e", "t", LAYOUT, AccessControl.UNPROTECTED);
            final long[] keys = new long[PacketBatch.BURST_PACKETS + 3];
            final long[] hashes = new long[keys.length];
            for (int burst = 0; burst < BURSTS; burst++) {
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = random.nextInt(KEYS);
                    hashes[i] = table.hash(keys[i], 1);
                }
                final int count = random.nextInt(keys.length + 1);
                table.expect(hashes, count);
                for (int i = 0; i < CHANGES; i++) {
                    change(table, random.nextBoolean() ? keys[random.nextInt(keys.length)] : random.nextInt(KEYS));
                }
                for (int place = 0; place < keys.length; place++) {
                    compare(table, keys[place], hashes[place], place);
                    // A place that belongs to another key helps nobody, and harms nobody.
                    compare(table, keys[place], hashes[place], random.nextInt(keys.length));
                }
            }
        }
    }

    private static void change(final SharedTable table, final long key) {
        if (table.openWrite(key, 1) == SharedTable.NONE) {
            table.insert();
        } else {
            table.remove();
        }
        table.close();
    }

    private static void compare(final SharedTable table, final long key, final long hash, final int place) {
        final long plain = table.openRead(key, 1, hash);
        table.close();
        assertEquals(plain, table.openExpected(key, 1, hash, place));
        table.close();
    }

    /** Removal leaves the key where it was: only the tag tells. */
    @Test
    void shouldNotFindAnEntryThatWasRemovedMeanwhile() {
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedTable table = store.sharedTable("e", "t", LAYOUT, AccessControl.UNPROTECTED);
            change(table, 5);
            final long[] hashes = {table.hash(5, 1)};
            table.expect(hashes, 1);
            final long value = table.openExpected(5, 1, hashes[0], 0);
            table.close();
            assertNotEquals(SharedTable.NONE, value);
            change(table, 5);
            assertEquals(5, NativeMemory.getLong(value - TableShape.KEY_BYTES), "the test needs what is left behind");
            assertEquals(SharedTable.NONE, table.openExpected(5, 1, hashes[0], 0));
            table.close();
        }
    }

    @Test
    void shouldBeAReadOfTheKeysVariable() {
        final RecordingAccess accesses = new RecordingAccess();
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedTable table = store.sharedTable("e", "t", LAYOUT, accesses);
            change(table, 5);
            accesses.take();
            final long hash = table.hash(5, 1);
            table.openRead(5, 1, hash);
            table.close();
            table.expect(new long[] {hash}, 1);
            table.openExpected(5, 1, hash, 0);
            table.close();
            final var taken = accesses.take();
            assertEquals(2, taken.size());
            assertEquals(taken.get(0), taken.get(1));
            assertTrue(taken.get(0).startsWith("r"));
        }
    }
}
