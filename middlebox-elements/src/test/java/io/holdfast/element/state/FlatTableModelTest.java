package io.holdfast.element.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.holdfast.element.SharedTable;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The table against a {@link HashMap}: random operations, few keys, so that it is often full and often chained. */
class FlatTableModelTest {
    @Property(tries = 500)
    void shouldBehaveAsAMap(
            @ForAll("layouts") final TableLayout layout, @ForAll("operations") final List<Operation> operations) {
        try (FlatStateStore store = new FlatStateStore();
                FlatStateStore twin = new FlatStateStore()) {
            final Subject subject = new Subject(layout, store);
            final Subject other = new Subject(layout, twin);
            operations.forEach(subject::run);
            subject.compare();
            // The other node sees each stripe's accesses in the same order, but those of different stripes in another:
            // its memory is the same, bit by bit.
            operations.stream().sorted(Comparator.comparing(other::stripe)).forEach(other::run);
            assertArrayEquals(FlatStateStoreTest.memory(store), FlatStateStoreTest.memory(twin));
        }
    }

    @Provide
    Arbitrary<TableLayout> layouts() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.of(0, 4, 8, 16, 48, 49, 100),
                        Arbitraries.of(1, 2, 8))
                .as(TableLayout::new);
    }

    @Provide
    Arbitrary<List<Operation>> operations() {
        final Arbitrary<Operation> operation = Combinators.combine(
                        Arbitraries.of(Kind.values()), Arbitraries.longs().between(0, 80), Arbitraries.integers())
                .as(Operation::new);
        return operation.list().ofMaxSize(400);
    }

    enum Kind {
        READ,
        PUT,
        INSERT_AND_REMOVE,
        REMOVE,
        SWEEP
    }

    record Operation(Kind kind, long key, int value) {}

    private record Key(long key0, long key1) {
        /** Spreads a small number over both words, the two words swapped for some. */
        static Key of(final long number) {
            return number % 2 == 0 ? new Key(number / 2, 0) : new Key(0, number / 2);
        }
    }

    private static final class Subject {
        private final Map<Key, Integer> model = new HashMap<>();
        private final Map<Integer, Integer> stripeSizes = new HashMap<>();
        private final RecordingAccess accesses = new RecordingAccess();
        private final SharedTable table;
        private final boolean hasValue;
        private final int limit;
        private long full;

        Subject(final TableLayout layout, final FlatStateStore store) {
            table = store.sharedTable("e", "t", layout, accesses);
            hasValue = layout.valueBytes() >= Integer.BYTES;
            limit = TableShape.of(layout).stripeLimit();
        }

        void run(final Operation operation) {
            final Key key = Key.of(operation.key);
            switch (operation.kind) {
                case READ -> read(key);
                case PUT -> put(key, operation.value);
                case INSERT_AND_REMOVE -> {
                    put(key, operation.value);
                    remove(key);
                }
                case REMOVE -> remove(key);
                case SWEEP -> sweep(operation.value);
            }
            assertEquals(model.size(), table.size());
            assertEquals(full, table.fullCount());
        }

        private void read(final Key key) {
            final long value = table.openRead(key.key0, key.key1);
            assertEquals(model.containsKey(key), value != SharedTable.NONE);
            checkValue(key, value);
            table.close();
            assertEquals(List.of("r" + stripe(key)), accesses.take());
        }

        private void put(final Key key, final int number) {
            long value = table.openWrite(key.key0, key.key1);
            final int stripe = stripe(key);
            if (value == SharedTable.NONE) {
                final int size = stripeSizes.getOrDefault(stripe, 0);
                value = table.insert();
                assertEquals(size < limit, value != SharedTable.NONE);
                if (value == SharedTable.NONE) {
                    full++;
                    table.close();
                    assertEquals(List.of("w" + stripe), accesses.take());
                    return;
                }
                assertEquals(0, hasValue ? NativeMemory.getInt(value) : 0);
                stripeSizes.merge(stripe, 1, Integer::sum);
            }
            if (hasValue) {
                NativeMemory.putInt(value, number);
            }
            model.put(key, number);
            table.close();
            assertEquals(List.of("w" + stripe), accesses.take());
        }

        private void remove(final Key key) {
            if (table.openWrite(key.key0, key.key1) != SharedTable.NONE) {
                table.remove();
                stripeSizes.merge(stripe(key), -1, Integer::sum);
            }
            assertNotEquals(model.containsKey(key), model.remove(key) == null);
            table.close();
            accesses.take();
        }

        private void sweep(final int number) {
            final int stripe = sweptStripe(number);
            final Map<Key, Integer> met = new HashMap<>();
            table.sweep(stripe, (key0, key1, address) -> {
                final Key key = new Key(key0, key1);
                checkValue(key, address);
                met.merge(key, 1, Integer::sum);
                return number < 0;
            });
            assertEquals(List.of("w" + stripe), accesses.take());
            final Map<Key, Integer> expected = new HashMap<>();
            model.keySet().stream().filter(key -> stripe(key) == stripe).forEach(key -> expected.put(key, 1));
            assertEquals(expected, met);
            if (number < 0) {
                model.keySet().removeAll(met.keySet());
                stripeSizes.remove(stripe);
            }
        }

        void compare() {
            model.keySet().forEach(this::read);
        }

        int stripe(final Operation operation) {
            return operation.kind == Kind.SWEEP ? sweptStripe(operation.value) : stripe(Key.of(operation.key));
        }

        private int sweptStripe(final int number) {
            return Math.floorMod(number, table.stripes());
        }

        private int stripe(final Key key) {
            return (int) KeyHash.of(key.key0, key.key1) & table.stripes() - 1;
        }

        private void checkValue(final Key key, final long address) {
            if (address != SharedTable.NONE && hasValue) {
                assertEquals(model.get(key), NativeMemory.getInt(address));
            }
        }
    }
}
