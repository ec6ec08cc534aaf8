package io.holdfast.element.aggregate;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.Addresses;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rates of networks: of /8s, and of the /16s, /24s and addresses within those whose rate is above a threshold. Shared by all
 * workers, as one variable.
 *
 * <pre>
 *   key:    network address, level: 0 for /8 to 3 for /32
 *   value:  0 forward rate | 24 reverse rate | 48 whether there are networks within | 56 held until, ns
 * </pre>
 *
 * <p>A network that is held ({@link #hold}) is not looked into. A new network that finds the table full is not rated
 * ({@code tableFull}).
 */
final class RateTree {
    static final int LEVELS = 4;
    /** State memory that a network takes, key included. */
    static final int ENTRY_BYTES = 80;

    private static final int REVERSE = RateCell.BYTES;
    private static final int IS_OPEN = 2 * RateCell.BYTES;
    private static final int HELD_NS = IS_OPEN + Long.BYTES;
    private static final int VALUE_BYTES = HELD_NS + Long.BYTES;

    private final SharedTable table;
    private final StatisticsCounter full;

    RateTree(final ElementContext context, final int capacity) {
        table = context.sharedTable("networks", new TableLayout(capacity, VALUE_BYTES, 1));
        full = context.statistics("tableFull");
    }

    /**
     * Counts at each level that is open, and opens the next where the rate is above the threshold.
     *
     * @param amount 0 to count nothing
     * @return forward rate in the upper half, reverse rate in the lower, of the smallest network rated
     */
    long update(final int address, final boolean isForward, final long amount, final long threshold, final long nowNs) {
        long rates = 0;
        for (int level = 0; level < LEVELS; level++) {
            long entry = table.openWrite(network(address, level), level);
            if (entry == SharedTable.NONE) {
                entry = table.insert();
            }
            if (entry == SharedTable.NONE) {
                table.close();
                full.increment();
                return rates;
            }
            if (amount > 0) {
                RateCell.add(isForward ? entry : entry + REVERSE, nowNs, amount);
            }
            final long forward = RateCell.perSecond(entry, nowNs);
            final long reverse = RateCell.perSecond(entry + REVERSE, nowNs);
            rates = Math.min(forward, Integer.MAX_VALUE) << Integer.SIZE | Math.min(reverse, Integer.MAX_VALUE);
            final boolean goesOn = level < LEVELS - 1 && goesOn(entry, Math.max(forward, reverse) >= threshold, nowNs);
            table.close();
            if (!goesOn) {
                break;
            }
        }
        return rates;
    }

    private static boolean goesOn(final long entry, final boolean isBusy, final long nowNs) {
        if (NativeMemory.getLong(entry + HELD_NS) > nowNs) {
            return false;
        }
        final boolean isOpen = NativeMemory.getLong(entry + IS_OPEN) != 0;
        if (!isOpen && isBusy) {
            NativeMemory.putLong(entry + IS_OPEN, 1);
        }
        return isOpen || isBusy;
    }

    private static long network(final int address, final int level) {
        final int hostBits = (LEVELS - 1 - level) * Byte.SIZE;
        return Integer.toUnsignedLong(address) >>> hostBits << hostBits;
    }

    /** Does not look into a network any more until a time; whether there is such a network. */
    boolean hold(final int address, final int level, final long untilNs) {
        for (int above = 0; above < level; above++) {
            final long entry = table.openWrite(network(address, above), above);
            if (entry != SharedTable.NONE) {
                NativeMemory.putLong(entry + HELD_NS, 0);
            }
            table.close();
        }
        final long entry = table.openWrite(network(address, level), level);
        if (entry != SharedTable.NONE) {
            NativeMemory.putLong(entry + HELD_NS, untilNs);
        }
        table.close();
        return entry != SharedTable.NONE;
    }

    /** Forgets what is within networks whose rates are below the threshold. */
    void fold(final long threshold, final long nowNs) {
        final Set<Long> folded = new TreeSet<>();
        table.sweep(0, (network, level, entry) -> {
            final long rate = Math.max(RateCell.perSecond(entry, nowNs), RateCell.perSecond(entry + REVERSE, nowNs));
            if (NativeMemory.getLong(entry + IS_OPEN) != 0 && rate < threshold) {
                NativeMemory.putLong(entry + IS_OPEN, 0);
                folded.add(network << Byte.SIZE | level);
            }
            return false;
        });
        if (!folded.isEmpty()) {
            table.sweep(0, (network, level, entry) -> isWithin(network, (int) level, folded));
        }
    }

    private static boolean isWithin(final long network, final int level, final Set<Long> folded) {
        for (int above = 0; above < level; above++) {
            if (folded.contains(network((int) network, above) << Byte.SIZE | above)) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        table.sweep(0, (network, level, entry) -> true);
    }

    int size() {
        return table.size();
    }

    /** A line for each of the smallest networks rated: address and length, forward and reverse rate. */
    String text(final long nowNs) {
        final TreeMap<Long, String> lines = new TreeMap<>();
        table.inspect(0, (network, level, entry) -> {
            if (NativeMemory.getLong(entry + IS_OPEN) == 0) {
                lines.put(
                        network << Byte.SIZE | level,
                        Addresses.formatIp((int) network) + "/"
                                + (level + 1) * Byte.SIZE
                                + "\t" + RateCell.perSecond(entry, nowNs)
                                + "\t" + RateCell.perSecond(entry + REVERSE, nowNs)
                                + "\n");
            }
            return false;
        });
        return String.join("", lines.values());
    }
}
