package io.holdfast.element.aggregate;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import java.util.Map;
import java.util.TreeMap;

/**
 * A count for each aggregate, shared by all workers.
 *
 * <pre>
 *   key:    aggregate, 0
 *   value:  0 count
 * </pre>
 *
 * <p>A new aggregate that finds the table full is not counted ({@code tableFull}).
 */
final class AggregateTable {
    /** What a packet did. */
    enum Outcome {
        COUNTED,
        CREATED,
        REFUSED
    }

    private static final int STRIPES = 16;

    private final SharedTable table;
    private final StatisticsCounter full;

    AggregateTable(final ElementContext context, final int capacity) {
        table = context.sharedTable(
                "aggregates", new TableLayout(capacity, Long.BYTES, capacity < STRIPES ? 1 : STRIPES));
        full = context.statistics("tableFull");
    }

    /** Adds to an aggregate's count; a new aggregate is refused if the table is full, or frozen. */
    Outcome add(final int aggregate, final long amount, final boolean isFrozen) {
        Outcome outcome = Outcome.COUNTED;
        long entry = table.openWrite(Integer.toUnsignedLong(aggregate), 0);
        if (entry == SharedTable.NONE) {
            entry = isFrozen ? SharedTable.NONE : table.insert();
            outcome = entry == SharedTable.NONE ? Outcome.REFUSED : Outcome.CREATED;
            full.add(entry == SharedTable.NONE && !isFrozen ? 1 : 0);
        }
        if (entry != SharedTable.NONE) {
            NativeMemory.putLong(entry, NativeMemory.getLong(entry) + amount);
        }
        table.close();
        return outcome;
    }

    int size() {
        return table.size();
    }

    /** All counts, in the order of the aggregates. */
    Map<Long, Long> counts() {
        final Map<Long, Long> counts = new TreeMap<>();
        for (int stripe = 0; stripe < table.stripes(); stripe++) {
            table.inspect(stripe, (key0, key1, value) -> {
                counts.put(key0, NativeMemory.getLong(value));
                return false;
            });
        }
        return counts;
    }

    void clear() {
        for (int stripe = 0; stripe < table.stripes(); stripe++) {
            table.sweep(stripe, (key0, key1, value) -> true);
        }
    }

    /** Makes each count an aggregate, whose count is how often there was that one. */
    void reaggregate() {
        final Map<Long, Long> occurrences = new TreeMap<>();
        for (int stripe = 0; stripe < table.stripes(); stripe++) {
            table.sweep(stripe, (key0, key1, value) -> {
                occurrences.merge(NativeMemory.getLong(value), 1L, Long::sum);
                return true;
            });
        }
        occurrences.forEach((count, times) -> add((int) (long) count, times, false));
    }
}
