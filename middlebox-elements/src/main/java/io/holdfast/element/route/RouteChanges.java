package io.holdfast.element.route;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import java.util.Map;

/**
 * What handlers have changed of a table of routes, in a container that all workers share.
 *
 * <pre>
 *   key: network | 1    value: 0 gateway | 4 output, or REMOVED
 *   key: 0 | 2          value: how often there was a change (8)
 * </pre>
 *
 * <p>The table has one stripe: an access that reads the number of changes may look at all of them.
 */
final class RouteChanges {
    private static final int REMOVED = -1;
    private static final long ROUTE = 1;
    private static final long GENERATION = 2;
    private static final int PORT = 4;

    private final SharedTable table;

    /**
     * Makes the container.
     *
     * @param capacity different networks that may be changed
     */
    RouteChanges(final ElementContext context, final int capacity) {
        table = context.sharedTable("routes", new TableLayout(capacity + 1, Long.BYTES, 1));
    }

    /** Opens a read access. Returns how often there was a change. */
    long open() {
        final long entry = table.openRead(0, GENERATION);
        return entry == SharedTable.NONE ? 0 : NativeMemory.getLong(entry);
    }

    void close() {
        table.close();
    }

    /** Inside an access: applies the changes to routes by network. */
    void applyTo(final Map<Long, Route> routes) {
        table.inspect(0, (key0, key1, value) -> {
            if (key1 == ROUTE) {
                final int port = NativeMemory.getInt(value + PORT);
                if (port == REMOVED) {
                    routes.remove(key0);
                } else {
                    routes.put(
                            key0, new Route((int) (key0 >>> 8), (int) key0 & 0xff, NativeMemory.getInt(value), port));
                }
            }
            return false;
        });
    }

    /** Notes that a network now has this route. Returns false if the table is full. */
    boolean set(final Route route) {
        return put(route.key(), route.gateway(), route.port());
    }

    /** Notes that a network has no route any more. Returns false if the table is full. */
    boolean remove(final Route route) {
        return put(route.key(), 0, REMOVED);
    }

    /** Makes the changes known: readers look at them when the number has grown. */
    void publish() {
        long entry = table.openWrite(0, GENERATION);
        if (entry == SharedTable.NONE) {
            entry = table.insert();
        }
        NativeMemory.putLong(entry, NativeMemory.getLong(entry) + 1);
        table.close();
    }

    private boolean put(final long key, final int gateway, final int port) {
        long entry = table.openWrite(key, ROUTE);
        if (entry == SharedTable.NONE) {
            // one place is kept for the number of changes
            entry = table.size() < table.capacityEntries() - 1 ? table.insert() : SharedTable.NONE;
        }
        if (entry != SharedTable.NONE) {
            NativeMemory.putInt(entry, gateway);
            NativeMemory.putInt(entry + PORT, port);
        }
        table.close();
        return entry != SharedTable.NONE;
    }
}
