package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.TableLayout;

/**
 * The pairs of entries of a rewriter, with the operations that keep them pairs.
 *
 * <p>Every operation is a row of accesses that do not nest; the package's description states the rules. One worker's
 * view; nothing here allocates.
 */
final class MappingTable {
    /** What an attempt to make a mapping came to. */
    enum Outcome {
        CREATED,
        /** Another worker has just made one for the same tuple. */
        PRESENT,
        /** Every port tried is in use towards this destination. */
        NO_PORT,
        /** No free entry. */
        FULL
    }

    private static final int ENTRIES_PER_STRIPE = 512;
    private static final int MAX_STRIPES = 4096;

    /** Ports looked at for each one tried and each worker; seldom is there none of ours among so many. */
    private static final int PROPOSALS_PER_TRY = 8;

    private final ElementContext context;
    private final SharedTable table;
    private final RewriterSettings settings;
    private final StatisticsCounter created;
    private final StatisticsCounter split;
    private final StatisticsCounter expired;
    private final StatisticsCounter orphansRemoved;

    MappingTable(final ElementContext context, final RewriterSettings settings) {
        this.context = context;
        this.settings = settings;
        table = context.sharedTable("flows", layout(settings.capacityMappings()));
        created = context.statistics("mappings.created");
        split = context.statistics("mappings.split");
        expired = context.statistics("mappings.expired");
        orphansRemoved = context.statistics("mappings.orphansRemoved");
    }

    private static TableLayout layout(final int capacityMappings) {
        final int entries = 2 * capacityMappings;
        final int stripes = Integer.highestOneBit(Math.clamp(entries / ENTRIES_PER_STRIPE, 1, MAX_STRIPES));
        return new TableLayout(entries, MappingEntry.VALUE_BYTES, stripes, MappingEntry.KEY1_MASK);
    }

    SharedTable entries() {
        return table;
    }

    /** Mappings at present, a pair counting as one. */
    int size() {
        return (table.size() + 1) / 2;
    }

    /**
     * Makes a mapping for a tuple that has none: reverse entry first, which claims the outer port. Answers to it come to
     * this worker, unless no such port is free; then any port is taken, and the mapping counted as split.
     *
     * @param ports that may be given, begun for this packet
     */
    Outcome create(
            final PacketTuple tuple, final InputSpec spec, final PortChooser ports, final int state, final long nowNs) {
        final Outcome here = create(tuple, spec, ports, state, nowNs, true);
        if (here != Outcome.NO_PORT || context.workers() == 1) {
            return here;
        }
        ports.beginAgain();
        final Outcome elsewhere = create(tuple, spec, ports, state, nowNs, false);
        if (elsewhere == Outcome.CREATED) {
            split.increment();
        }
        return elsewhere;
    }

    /** Tries ports, of which a share of one in so many workers steers here: those of the others cost no access. */
    private Outcome create(
            final PacketTuple tuple,
            final InputSpec spec,
            final PortChooser ports,
            final int state,
            final long nowNs,
            final boolean here) {
        final RewritePattern pattern = spec.pattern();
        final long newAddresses = pattern.newAddresses(tuple.key0);
        final boolean isIcmp = FlowState.isIcmp(tuple.protocol);
        final int proposals = Math.min(ports.count(), PROPOSALS_PER_TRY * settings.portTries() * context.workers());
        int triesLeft = settings.portTries();
        for (int i = 0; i < proposals && triesLeft > 0; i++) {
            final int newPorts = pattern.newPorts(FlowKey.ports(tuple.key1), ports.next(), isIcmp);
            if (steersHere(newAddresses, newPorts, tuple.protocol) != here) {
                continue;
            }
            triesLeft--;
            final Outcome outcome = claimReverse(tuple, spec, newAddresses, newPorts, state, nowNs);
            if (outcome == Outcome.CREATED) {
                return insertForward(tuple, spec, newAddresses, newPorts, state, nowNs);
            }
            if (outcome == Outcome.FULL) {
                return outcome;
            }
        }
        return Outcome.NO_PORT;
    }

    private boolean steersHere(final long addresses, final int ports, final int protocol) {
        return context.steersHere(
                FlowKey.source(addresses),
                FlowKey.sourcePort(ports),
                FlowKey.destination(addresses),
                FlowKey.destinationPort(ports),
                protocol);
    }

    private Outcome claimReverse(
            final PacketTuple tuple,
            final InputSpec spec,
            final long newAddresses,
            final int newPorts,
            final int state,
            final long nowNs) {
        final long reverse0 = FlowKey.turnAddresses(newAddresses);
        final long reverse1 = FlowKey.key1(FlowKey.turnPorts(newPorts), tuple.protocol);
        if (reverse0 == tuple.key0 && reverse1 == tuple.key1) {
            return Outcome.NO_PORT; // its own answer: both directions would need the same key
        }
        if (table.openWrite(reverse0, reverse1) != SharedTable.NONE) {
            table.close();
            return Outcome.NO_PORT;
        }
        final long value = table.insert();
        if (value != SharedTable.NONE) {
            final int oldPorts = FlowKey.turnPorts(FlowKey.ports(tuple.key1));
            MappingEntry.fill(value, FlowKey.turnAddresses(tuple.key0), oldPorts);
            MappingEntry.start(value, MappingEntry.REVERSE, spec.replyOutput(), state, nowNs);
        }
        table.close();
        return value == SharedTable.NONE ? Outcome.FULL : Outcome.CREATED;
    }

    private Outcome insertForward(
            final PacketTuple tuple,
            final InputSpec spec,
            final long newAddresses,
            final int newPorts,
            final int state,
            final long nowNs) {
        final boolean isPresent = table.openWrite(tuple.key0, tuple.key1) != SharedTable.NONE;
        final long value = isPresent ? SharedTable.NONE : table.insert();
        if (value != SharedTable.NONE) {
            MappingEntry.fill(value, newAddresses, newPorts);
            MappingEntry.start(value, MappingEntry.FORWARD, spec.forwardOutput(), state, nowNs);
        }
        table.close();
        if (value == SharedTable.NONE) {
            remove(FlowKey.turnAddresses(newAddresses), FlowKey.key1(FlowKey.turnPorts(newPorts), tuple.protocol));
            return isPresent ? Outcome.PRESENT : Outcome.FULL;
        }
        created.increment();
        return Outcome.CREATED;
    }

    private void remove(final long key0, final long key1) {
        if (table.openWrite(key0, key1) != SharedTable.NONE) {
            table.remove();
        }
        table.close();
    }

    /**
     * Notes a packet in both entries of its flow: last used, and what its TCP flags say.
     *
     * @return false if there is no whole pair any more; what was left of it has been removed
     */
    boolean refresh(final PacketTuple tuple, final long nowNs) {
        final long value = table.openWrite(tuple.key0, tuple.key1);
        if (value == SharedTable.NONE) {
            table.close();
            return false;
        }
        final int direction = MappingEntry.direction(value);
        final long partner0 = MappingEntry.partnerKey0(value);
        final long partner1 = MappingEntry.partnerKey1(value, tuple.protocol);
        note(value, direction, tuple, nowNs);
        table.close();

        final long partner = table.openWrite(partner0, partner1);
        final boolean isPair = partner != SharedTable.NONE && MappingEntry.pointsTo(partner, tuple.key0, tuple.key1);
        if (isPair) {
            note(partner, direction, tuple, nowNs);
        }
        table.close();
        if (!isPair) {
            removeOrphan(tuple.key0, tuple.key1, partner0, partner1);
        }
        return isPair;
    }

    private static void note(final long value, final int direction, final PacketTuple tuple, final long nowNs) {
        final int state = MappingEntry.state(value);
        MappingEntry.state(value, FlowState.next(state, direction, tuple.protocol, tuple.tcpFlags));
        MappingEntry.touch(value, nowNs);
    }

    /** Removes an entry, if it still is the one whose partner was missed. */
    private void removeOrphan(final long key0, final long key1, final long partner0, final long partner1) {
        final long value = table.openWrite(key0, key1);
        if (value != SharedTable.NONE && MappingEntry.pointsTo(value, partner0, partner1)) {
            table.remove();
            orphansRemoved.increment();
        }
        table.close();
    }

    /**
     * Removes the pair of an entry that looked expired, or brings the entry up to date if its partner is fresh.
     *
     * <p>Entry and partner are each looked at again in the access that removes them; one that was refreshed in between
     * stays, and if that leaves an orphan, the next packet or sweep removes it.
     */
    void expire(final long key0, final long key1, final long nowNs) {
        final int protocol = FlowKey.protocol(key1);
        long value = table.openRead(key0, key1);
        final boolean isExpired = value != SharedTable.NONE && settings.isExpired(value, protocol, nowNs);
        final long partner0 = isExpired ? MappingEntry.partnerKey0(value) : 0;
        final long partner1 = isExpired ? MappingEntry.partnerKey1(value, protocol) : 0;
        table.close();
        if (!isExpired) {
            return;
        }
        value = table.openRead(partner0, partner1);
        final boolean isPair = value != SharedTable.NONE && MappingEntry.pointsTo(value, key0, key1);
        final boolean isFresh = isPair && !settings.isExpired(value, protocol, nowNs);
        final long partnerUsedNs = isFresh ? MappingEntry.lastUsedNs(value, nowNs) : 0;
        final int partnerState = isFresh ? MappingEntry.state(value) : 0;
        table.close();
        if (isFresh) {
            follow(key0, key1, partner0, partner1, partnerUsedNs, partnerState);
            return;
        }
        final boolean isRemoved = removeExpired(key0, key1, partner0, partner1, nowNs);
        if (isRemoved && isPair) {
            removeExpired(partner0, partner1, key0, key1, nowNs);
            expired.increment();
        } else if (isRemoved) {
            orphansRemoved.increment();
        }
    }

    /** Removes everything, stripe by stripe. */
    void clear() {
        for (int stripe = 0; stripe < table.stripes(); stripe++) {
            table.sweep(stripe, (key0, key1, value) -> true);
        }
    }

    private void follow(
            final long key0,
            final long key1,
            final long partner0,
            final long partner1,
            final long usedNs,
            final int state) {
        final long value = table.openWrite(key0, key1);
        if (value != SharedTable.NONE && MappingEntry.pointsTo(value, partner0, partner1)) {
            MappingEntry.touch(value, usedNs);
            MappingEntry.state(value, state);
        }
        table.close();
    }

    private boolean removeExpired(
            final long key0, final long key1, final long partner0, final long partner1, final long nowNs) {
        final long value = table.openWrite(key0, key1);
        final boolean goes = value != SharedTable.NONE
                && MappingEntry.pointsTo(value, partner0, partner1)
                && settings.isExpired(value, FlowKey.protocol(key1), nowNs);
        if (goes) {
            table.remove();
        }
        table.close();
        return goes;
    }
}
