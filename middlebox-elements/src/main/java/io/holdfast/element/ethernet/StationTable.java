package io.holdfast.element.ethernet;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.Addresses;

/**
 * Which port each station was last heard at, on which VLAN-less address.
 *
 * <p>Shared by all workers. A frame from a known port only notes the time, and only once a second, so that most frames
 * change nothing. When the table is full, new stations are not learnt, and their frames flooded; that is counted.
 *
 * <pre>
 *   key: address | 0      value: 0 port + 1 | 8 last heard, ns
 * </pre>
 */
final class StationTable {
    /** No port is known. */
    static final int UNKNOWN = -1;

    private static final long TOUCH_NS = 1_000_000_000L;
    private static final int STRIPES = 16;
    private static final int VALUE_BYTES = 16;
    private static final int PORT = 0;
    private static final int HEARD = 8;

    private final SharedTable table;
    private final StatisticsCounter full;

    StationTable(final ElementContext context, final int capacity) {
        table = context.sharedTable(
                "stations", new TableLayout(capacity, VALUE_BYTES, capacity < STRIPES ? 1 : STRIPES));
        full = context.statistics("tableFull");
    }

    /** Notes that a station was heard at a port. */
    void learn(final long address, final int port, final long nowNs) {
        final long known = table.openRead(address, 0);
        final boolean isFresh = known != SharedTable.NONE
                && NativeMemory.getInt(known + PORT) == port + 1
                && nowNs - NativeMemory.getLong(known + HEARD) < TOUCH_NS;
        table.close();
        if (isFresh) {
            return;
        }
        long entry = table.openWrite(address, 0);
        if (entry == SharedTable.NONE) {
            entry = table.insert();
        }
        if (entry == SharedTable.NONE) {
            full.increment();
        } else {
            NativeMemory.putInt(entry + PORT, port + 1);
            NativeMemory.putLong(entry + HEARD, nowNs);
        }
        table.close();
    }

    /** Port at which a station was heard since a time; {@link #UNKNOWN} if it was not. */
    int port(final long address, final long sinceNs) {
        final long entry = table.openRead(address, 0);
        final boolean isKnown = entry != SharedTable.NONE && NativeMemory.getLong(entry + HEARD) >= sinceNs;
        final int port = isKnown ? NativeMemory.getInt(entry + PORT) - 1 : UNKNOWN;
        table.close();
        return port;
    }

    /** Forgets stations not heard since a time. */
    void expire(final long sinceNs) {
        for (int stripe = 0; stripe < table.stripes(); stripe++) {
            table.sweep(stripe, (key0, key1, value) -> NativeMemory.getLong(value + HEARD) < sinceNs);
        }
    }

    /** Forgets all. */
    void clear() {
        expire(Long.MAX_VALUE);
    }

    /** A line per station: address, port. */
    String text(final long sinceNs) {
        final java.util.TreeMap<Long, Integer> ports = new java.util.TreeMap<>();
        for (int stripe = 0; stripe < table.stripes(); stripe++) {
            table.inspect(stripe, (key0, key1, value) -> {
                if (NativeMemory.getLong(value + HEARD) >= sinceNs) {
                    ports.put(key0, NativeMemory.getInt(value + PORT) - 1);
                }
                return false;
            });
        }
        final StringBuilder text = new StringBuilder();
        ports.forEach((address, port) -> text.append(Addresses.formatEther(address))
                .append(' ')
                .append(port)
                .append('\n'));
        return text.toString();
    }
}
