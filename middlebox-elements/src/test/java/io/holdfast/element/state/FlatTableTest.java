package io.holdfast.element.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.AccessControl;
import io.holdfast.element.SharedTable;
import io.holdfast.element.TableLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatTableTest {
    @Test
    void shouldHoldExactlyItsCapacityWithOneStripe() {
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedTable table = table(store, new TableLayout(1000, 48, 1));
            for (int key = 0; key < 1000; key++) {
                assertTrue(insert(table, key));
            }
            assertEquals(false, insert(table, 1000));
            assertEquals(1000, table.size());
            assertEquals(1, table.fullCount());
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "1000, 16", "1000, 256", "65536, 1024", "3, 4096"})
    void shouldHoldItsCapacityWithManyStripes(final int capacity, final int stripes) {
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedTable table = table(store, new TableLayout(capacity, 0, stripes));
            for (int key = 0; key < capacity; key++) {
                assertTrue(insert(table, key), "entry " + key);
            }
            assertEquals(capacity, table.size());
            assertEquals(0, table.fullCount());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 16", "1, 32", "16, 32", "17, 64", "48, 64", "49, 128", "112, 128", "113, 192"})
    void shouldAlignEntries(final int valueBytes, final int entryBytes) {
        final TableShape shape = TableShape.of(new TableLayout(10, valueBytes, 4));
        assertEquals(entryBytes, shape.entryBytes());
        assertEquals(0, shape.stripeBytes() % 64);
        assertEquals(0, shape.entriesOffset() % 64);
    }

    @Test
    void shouldStayFastAndRightAfterMuchRemovalFromAFullTable() {
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedTable table = table(store, new TableLayout(100, 8, 1));
            for (int key = 0; key < 100_000; key++) {
                assertTrue(insert(table, key));
                if (key >= 99) {
                    assertNotEquals(SharedTable.NONE, table.openWrite(key - 99, 7));
                    table.remove();
                    table.close();
                }
            }
            assertEquals(99, table.size());
            assertEquals(SharedTable.NONE, table.openRead(5, 7));
            table.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 1 << 17})
    void shouldRefuseStripesThatAreNoPowerOfTwo(final int stripes) {
        assertThrows(IllegalArgumentException.class, () -> new TableLayout(10, 8, stripes));
    }

    @Test
    void shouldRefuseWrongSizes() {
        assertThrows(IllegalArgumentException.class, () -> new TableLayout(0, 8, 1));
        assertThrows(IllegalArgumentException.class, () -> new TableLayout(1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> TableShape.of(new TableLayout(Integer.MAX_VALUE, 8, 1)));
    }

    @Test
    void shouldSpreadSimilarKeysOverStripesAndGroups() {
        final int buckets = 256;
        final int[] low = new int[buckets];
        final int[] high = new int[buckets];
        final int keys = 65_536;
        for (int i = 0; i < keys; i++) {
            // As flows look: one server, many clients and ports.
            final long hash = KeyHash.of(0x0a000001_c0a80000L + (i >>> 8), 0x0050_0000L + (i & 0xff));
            low[(int) hash & buckets - 1]++;
            high[(int) (hash >>> 56)]++;
        }
        for (int i = 0; i < buckets; i++) {
            assertEquals(keys / buckets, low[i], 120);
            assertEquals(keys / buckets, high[i], 120);
        }
    }

    private static SharedTable table(final FlatStateStore store, final TableLayout layout) {
        return store.sharedTable("e", "t", layout, AccessControl.UNPROTECTED);
    }

    private static boolean insert(final SharedTable table, final long key) {
        assertEquals(SharedTable.NONE, table.openWrite(key, 7));
        final boolean inserted = table.insert() != SharedTable.NONE;
        table.close();
        return inserted;
    }
}
