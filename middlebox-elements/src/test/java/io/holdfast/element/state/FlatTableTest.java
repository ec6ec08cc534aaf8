package io.holdfast.element.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.AccessControl;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StateRegion;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;
import java.util.Arrays;
import java.util.Random;
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

    @Test
    void shouldHashBySecretSeed() {
        final int keys = 4096;
        int same = 0;
        for (int key = 0; key < keys; key++) {
            same += ((KeyHash.of(key, 7, 1) ^ KeyHash.of(key, 7, 2)) & 0xff) == 0 ? 1 : 0;
        }
        assertEquals(keys / 256, same, 24, "keys that share a stripe of 256 under one seed should not under another");
    }

    @Test
    void shouldFindKeysUnderAnySeed() {
        for (final long seed : new long[] {0, 1, -1, 0x8bb84b93962eacc9L}) {
            try (FlatStateStore store = new FlatStateStore(seed)) {
                final SharedTable table = table(store, new TableLayout(1000, 8, 16));
                for (int key = 0; key < 1000; key++) {
                    assertTrue(insert(table, key));
                }
                for (int key = 0; key < 1000; key++) {
                    assertNotEquals(SharedTable.NONE, table.openRead(key, 7, table.hash(key, 7)));
                    table.close();
                }
            }
        }
    }

    @Test
    void shouldKeepTheValuesBitsOfTheKeyWithTheValue() {
        try (FlatStateStore store = new FlatStateStore()) {
            final long mask = 0xffff_ffff_0000_00ffL;
            final SharedTable table = table(store, new TableLayout(10, 16, 1, mask));
            assertEquals(SharedTable.NONE, table.openWrite(5, 0x1_0000_0011L));
            final long value = table.insert();
            assertEquals(0x1_0000_0011L, NativeMemory.getLong(value + SharedTable.KEY1_OFFSET));
            NativeMemory.putShort(value + SharedTable.KEY1_OFFSET + 1, (short) -1);
            table.close();
            assertEquals(value, table.openRead(5, 0x1_0000_0011L), "the key is as it was");
            table.close();
            table.inspect(0, (key0, key1, address) -> {
                assertEquals(0x1_0000_0011L, key1);
                return false;
            });
            table.sweep(0, (key0, key1, address) -> key1 == 0x1_0000_0011L);
            assertEquals(0, table.size());
        }
    }

    /** Whatever a hint is told, nothing changes, nothing is an access, and no memory outside the table is touched. */
    @Test
    void shouldChangeNothingByAHint() {
        final boolean[] isHinting = new boolean[1];
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedTable table = store.sharedTable("e", "t", new TableLayout(100, 48, 4), new AccessControl() {
                @Override
                public void beginRead(final int variable) {
                    assertFalse(isHinting[0], "a hint is no access");
                }
            });
            for (int key = 0; key < 100; key++) {
                assertTrue(insert(table, key));
            }
            final long[] found = new long[100];
            Arrays.setAll(found, key -> find(table, key));
            final StateRegion region = store.regions().getFirst();
            final byte[] before = new byte[(int) region.lengthBytes()];
            NativeMemory.copyToArray(region.address(), before, 0, before.length);
            final Random random = new Random(1);
            final long[] hashes = new long[1000];
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = i < 100 ? table.hash(i, 7) : random.nextLong() | (i % 2 == 0 ? -1L << 40 : 0);
            }
            for (int begin = 0; begin < hashes.length; begin += PacketBatch.BURST_PACKETS / 2) {
                final long[] some = Arrays.copyOfRange(hashes, begin, begin + PacketBatch.BURST_PACKETS);
                isHinting[0] = true;
                table.expect(some, some.length);
                isHinting[0] = false;
                for (int key = begin; key < Math.min(begin + some.length, found.length); key++) {
                    assertEquals(found[key], find(table, key));
                }
            }
            isHinting[0] = true;
            table.expect(hashes, hashes.length);
            final byte[] after = new byte[before.length];
            NativeMemory.copyToArray(region.address(), after, 0, after.length);
            assertArrayEquals(before, after);
        }
    }

    private static long find(final SharedTable table, final int key) {
        final long value = table.openRead(key, 7, table.hash(key, 7));
        table.close();
        return value;
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
