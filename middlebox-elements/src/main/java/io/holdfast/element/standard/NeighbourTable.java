package io.holdfast.element.standard;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.element.SoftState;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.Addresses;

/**
 * Which Ethernet address an IPv4 neighbour has, shared by all workers.
 *
 * <pre>
 *   key:    IPv4 address, 0
 *   value:  0 Ethernet address | 8 last heard of, ns | 16 last polled, ns | 24
 * </pre>
 *
 * <p>An entry holds for {@code timeoutNs} after the neighbour was last heard of. Writing is spared where nothing of
 * importance changes: a neighbour that repeats itself is noted at most once a second.
 */
final class NeighbourTable {
    /** Answer for a neighbour that is not known. */
    static final long UNKNOWN = -1;

    private static final int VALUE_BYTES = 24;
    private static final int MAC = 0;
    private static final int HEARD = 8;
    private static final int POLLED = 16;
    private static final int ENTRIES_PER_STRIPE = 64;
    private static final int MAX_STRIPES = 64;
    private static final long REPEAT_NS = 1_000_000_000L;

    private final SharedTable table;
    private final long timeoutNs;
    private final StatisticsCounter full;
    private final SharedTable.EntryVisitor ageing = this::isExpired;

    @SoftState("of use within one access")
    private long nowNs;

    @SoftState("of use within one access")
    private boolean needsPoll;

    NeighbourTable(final ElementContext context, final int capacity, final long timeoutNs) {
        final int stripes = Integer.highestOneBit(Math.clamp(capacity / ENTRIES_PER_STRIPE, 1, MAX_STRIPES));
        table = context.sharedTable("neighbours", new TableLayout(capacity, VALUE_BYTES, stripes));
        this.timeoutNs = timeoutNs;
        full = context.statistics("neighboursFull");
    }

    /**
     * Ethernet address of a neighbour, or {@link #UNKNOWN}.
     *
     * @param pollAfterNs without a sign of life, after which {@link #needsPoll()} says to ask again
     */
    long find(final int ip, final long timeNs, final long pollAfterNs) {
        final long value = table.openRead(Integer.toUnsignedLong(ip), 0);
        long mac = UNKNOWN;
        needsPoll = false;
        if (value != SharedTable.NONE) {
            final long silentNs = timeNs - NativeMemory.getLong(value + HEARD);
            if (silentNs <= timeoutNs) {
                mac = NativeMemory.getLong(value + MAC);
                needsPoll = pollAfterNs > 0
                        && silentNs > pollAfterNs
                        && timeNs - NativeMemory.getLong(value + POLLED) > REPEAT_NS;
            }
        }
        table.close();
        return mac;
    }

    /** Whether the neighbour found last has been silent, and not asked, for long enough to be asked. */
    boolean needsPoll() {
        return needsPoll;
    }

    void notePoll(final int ip, final long timeNs) {
        final long value = table.openWrite(Integer.toUnsignedLong(ip), 0);
        if (value != SharedTable.NONE) {
            NativeMemory.putLong(value + POLLED, timeNs);
        }
        table.close();
    }

    /**
     * Notes what a neighbour says about itself.
     *
     * @param mayAdd whether a neighbour not in the table is added
     */
    void learn(final int ip, final long mac, final boolean mayAdd, final long timeNs) {
        final long known = table.openRead(Integer.toUnsignedLong(ip), 0);
        final boolean isNew = known == SharedTable.NONE;
        final boolean isNews = isNew
                || NativeMemory.getLong(known + MAC) != mac
                || timeNs - NativeMemory.getLong(known + HEARD) > REPEAT_NS;
        table.close();
        if (!isNews || (isNew && !mayAdd)) {
            return;
        }
        long value = table.openWrite(Integer.toUnsignedLong(ip), 0);
        if (value == SharedTable.NONE && mayAdd) {
            value = table.insert();
        }
        if (value == SharedTable.NONE) {
            full.add(mayAdd ? 1 : 0);
        } else {
            NativeMemory.putLong(value + MAC, mac);
            NativeMemory.putLong(value + HEARD, timeNs);
        }
        table.close();
    }

    /** Removes what has expired from one stripe. */
    void age(final int stripe, final long timeNs) {
        nowNs = timeNs;
        table.sweep(stripe, ageing);
    }

    private boolean isExpired(final long key0, final long key1, final long value) {
        return nowNs - NativeMemory.getLong(value + HEARD) > timeoutNs;
    }

    /** Writes one line per neighbour: address, Ethernet address, seconds since it was heard of. */
    String report(final long timeNs) {
        final StringBuilder text = new StringBuilder();
        for (int stripe = 0; stripe < table.stripes(); stripe++) {
            table.inspect(stripe, (key0, key1, value) -> {
                text.append(Addresses.formatIp((int) key0))
                        .append(' ')
                        .append(Addresses.formatEther(NativeMemory.getLong(value + MAC)))
                        .append(' ')
                        .append(Math.max(0, timeNs - NativeMemory.getLong(value + HEARD)) / REPEAT_NS)
                        .append('\n');
                return false;
            });
        }
        return text.toString();
    }

    int stripes() {
        return table.stripes();
    }

    int size() {
        return table.size();
    }
}
