package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.element.SoftState;
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
    private final StatisticsCounter evicted;
    private final SharedTable.EntryVisitor search = this::search;

    // The search for a mapping to be given up.
    @SoftState("of use within one operation")
    private int fullStripe;

    @SoftState("of use within one operation")
    private long searchNs;

    @SoftState("of use within one operation")
    private long leastLeftNs;

    @SoftState("of use within one operation")
    private long givenUp0;

    @SoftState("of use within one operation")
    private long givenUp1;

    // The mapping found last.
    @SoftState("of use within one operation")
    private int foundSource;

    @SoftState("of use within one operation")
    private int foundPort;

    MappingTable(final ElementContext context, final RewriterSettings settings) {
        this.context = context;
        this.settings = settings;
        table = context.sharedTable("flows", layout(settings.capacityMappings()));
        created = context.statistics("mappings.created");
        split = context.statistics("mappings.split");
        expired = context.statistics("mappings.expired");
        orphansRemoved = context.statistics("mappings.orphansRemoved");
        evicted = context.statistics("mappings.evicted");
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
     * this worker, unless no such port is free; then any port is taken, and the mapping counted as split. If the table is
     * full, an old mapping is given up for it.
     */
    Outcome create(final PacketTuple tuple, final MappingRule rule, final int state, final long nowNs) {
        return create(tuple.key0, tuple.key1, tuple.isSteered(), rule, state, nowNs);
    }

    /**
     * The same for a flow of which there is no packet.
     *
     * @param isSteered whether it can be told which worker gets the answers; if not, nobody cares
     */
    Outcome create(
            final long key0,
            final long key1,
            final boolean isSteered,
            final MappingRule rule,
            final int state,
            final long nowNs) {
        final Outcome outcome = createHere(key0, key1, isSteered, rule, state, nowNs);
        if (outcome == Outcome.FULL && giveUpOne(nowNs)) {
            return createHere(key0, key1, isSteered, rule, state, nowNs);
        }
        return outcome;
    }

    private Outcome createHere(
            final long key0,
            final long key1,
            final boolean isSteered,
            final MappingRule rule,
            final int state,
            final long nowNs) {
        rule.choices().begin(FlowKey.sourcePort(FlowKey.ports(key1)));
        final boolean choosesWorker = isSteered && context.workers() > 1;
        final Outcome here = create(key0, key1, choosesWorker, true, rule, state, nowNs);
        if (here != Outcome.NO_PORT || !choosesWorker) {
            return here;
        }
        rule.choices().beginAgain();
        final Outcome elsewhere = create(key0, key1, true, false, rule, state, nowNs);
        if (elsewhere == Outcome.CREATED) {
            split.increment();
        }
        return elsewhere;
    }

    /** Tries ports, of which a share of one in so many workers steers here: those of the others cost no access. */
    private Outcome create(
            final long key0,
            final long key1,
            final boolean choosesWorker,
            final boolean here,
            final MappingRule rule,
            final int state,
            final long nowNs) {
        final RewritePattern pattern = rule.spec().pattern();
        final int protocol = FlowKey.protocol(key1);
        final boolean isIcmp = FlowState.isIcmp(protocol);
        final int proposals =
                Math.min(rule.choices().count(), PROPOSALS_PER_TRY * settings.portTries() * context.workers());
        int triesLeft = settings.portTries();
        for (int i = 0; i < proposals && triesLeft > 0; i++) {
            final int chosen = rule.choices().next();
            final long newAddresses = pattern.newAddresses(key0, chosen);
            final int newPorts = pattern.newPorts(FlowKey.ports(key1), chosen, isIcmp);
            if (choosesWorker && steersHere(newAddresses, newPorts, protocol) != here) {
                continue;
            }
            triesLeft--;
            final Outcome outcome = claimReverse(key0, key1, newAddresses, newPorts, rule, state, nowNs);
            if (outcome == Outcome.CREATED) {
                return insertForward(key0, key1, newAddresses, newPorts, rule, state, nowNs);
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
            final long key0,
            final long key1,
            final long newAddresses,
            final int newPorts,
            final MappingRule rule,
            final int state,
            final long nowNs) {
        final long reverse0 = FlowKey.turnAddresses(newAddresses);
        final long reverse1 = FlowKey.key1(FlowKey.turnPorts(newPorts), FlowKey.protocol(key1));
        if (reverse0 == key0 && reverse1 == key1) {
            return Outcome.NO_PORT; // its own answer: both directions would need the same key
        }
        if (table.openWrite(reverse0, reverse1) != SharedTable.NONE) {
            table.close();
            return Outcome.NO_PORT;
        }
        final long value = table.insert();
        if (value != SharedTable.NONE) {
            MappingEntry.fill(value, FlowKey.turnAddresses(key0), FlowKey.turnPorts(FlowKey.ports(key1)));
            MappingEntry.start(value, MappingEntry.REVERSE, rule.spec().replyOutput(), state, nowNs);
        }
        table.close();
        return value == SharedTable.NONE ? full(reverse0, reverse1) : Outcome.CREATED;
    }

    private Outcome insertForward(
            final long key0,
            final long key1,
            final long newAddresses,
            final int newPorts,
            final MappingRule rule,
            final int state,
            final long nowNs) {
        final boolean isPresent = table.openWrite(key0, key1) != SharedTable.NONE;
        final long value = isPresent ? SharedTable.NONE : table.insert();
        if (value != SharedTable.NONE) {
            MappingEntry.fill(value, newAddresses, newPorts);
            MappingEntry.start(value, MappingEntry.FORWARD, rule.spec().forwardOutput(), state, nowNs);
        }
        table.close();
        if (value == SharedTable.NONE) {
            remove(
                    FlowKey.turnAddresses(newAddresses),
                    FlowKey.key1(FlowKey.turnPorts(newPorts), FlowKey.protocol(key1)));
            return isPresent ? Outcome.PRESENT : full(key0, key1);
        }
        created.increment();
        return Outcome.CREATED;
    }

    private Outcome full(final long key0, final long key1) {
        fullStripe = table.stripe(key0, key1);
        return Outcome.FULL;
    }

    /** Removes the mapping that has the least time left of those in the full stripe that are not guaranteed. */
    private boolean giveUpOne(final long nowNs) {
        searchNs = nowNs;
        leastLeftNs = Long.MAX_VALUE;
        table.sweep(fullStripe, search);
        if (leastLeftNs == Long.MAX_VALUE) {
            return false;
        }
        final long value = table.openWrite(givenUp0, givenUp1);
        final long partner0 = value == SharedTable.NONE ? 0 : MappingEntry.partnerKey0(value);
        final long partner1 =
                value == SharedTable.NONE ? 0 : MappingEntry.partnerKey1(value, FlowKey.protocol(givenUp1));
        if (value != SharedTable.NONE) {
            table.remove();
        }
        table.close();
        if (value != SharedTable.NONE) {
            removeOrphan(partner0, partner1, givenUp0, givenUp1);
            evicted.increment();
        }
        return value != SharedTable.NONE;
    }

    private boolean search(final long key0, final long key1, final long value) {
        final int protocol = FlowKey.protocol(key1);
        if (!settings.isGuaranteed(value, protocol, searchNs)) {
            final long idleNs = searchNs - MappingEntry.lastUsedNs(value, searchNs);
            final long leftNs = settings.idleLimitNs(protocol, MappingEntry.state(value)) - idleNs;
            if (leftNs < leastLeftNs) {
                leastLeftNs = leftNs;
                givenUp0 = key0;
                givenUp1 = key1;
            }
        }
        return false;
    }

    /**
     * Looks for a mapping, and makes one if there is none. Its new source is then {@link #foundSource()}.
     *
     * @return false if there is none and none could be made
     */
    boolean ensure(final long key0, final long key1, final MappingRule rule, final long nowNs) {
        if (find(key0, key1)) {
            return true;
        }
        final Outcome outcome = create(key0, key1, true, rule, 0, nowNs);
        return (outcome == Outcome.CREATED || outcome == Outcome.PRESENT) && find(key0, key1);
    }

    private boolean find(final long key0, final long key1) {
        final long value = table.openRead(key0, key1);
        final boolean isFound = value != SharedTable.NONE;
        if (isFound) {
            foundSource = FlowKey.source(MappingEntry.newAddresses(value));
            foundPort = FlowKey.sourcePort(MappingEntry.newPorts(value));
        }
        table.close();
        return isFound;
    }

    /** Source address after rewriting, of the mapping that {@link #ensure} found last. */
    int foundSource() {
        return foundSource;
    }

    /** Source port after rewriting, of the mapping that {@link #ensure} found last. */
    int foundPort() {
        return foundPort;
    }

    /** Marks both entries of a flow as having shifted sequence numbers; false if there is no such flow. */
    boolean markShifted(final long key0, final long key1) {
        final long value = table.openWrite(key0, key1);
        final boolean isFound = value != SharedTable.NONE;
        final long partner0 = isFound ? MappingEntry.partnerKey0(value) : 0;
        final long partner1 = isFound ? MappingEntry.partnerKey1(value, FlowKey.protocol(key1)) : 0;
        if (isFound) {
            MappingEntry.state(value, MappingEntry.state(value) | FlowState.SHIFTED);
        }
        table.close();
        if (isFound) {
            final long partner = table.openWrite(partner0, partner1);
            if (partner != SharedTable.NONE && MappingEntry.pointsTo(partner, key0, key1)) {
                MappingEntry.state(partner, MappingEntry.state(partner) | FlowState.SHIFTED);
            }
            table.close();
        }
        return isFound;
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
        final long partner1 = MappingEntry.partnerKey1(value, FlowKey.protocol(tuple.key1));
        note(value, direction, tuple, nowNs);
        table.close();

        final long partner = table.openWrite(partner0, partner1);
        final boolean isPair = partner != SharedTable.NONE && MappingEntry.pointsTo(partner, tuple.key0, tuple.key1);
        if (isPair) {
            note(partner, direction, tuple, nowNs);
        }
        table.close();
        if (!isPair && removeOrphan(tuple.key0, tuple.key1, partner0, partner1)) {
            orphansRemoved.increment();
        }
        return isPair;
    }

    private static void note(final long value, final int direction, final PacketTuple tuple, final long nowNs) {
        final int state = MappingEntry.state(value);
        MappingEntry.state(value, FlowState.next(state, direction, tuple.stateProtocol, tuple.tcpFlags));
        MappingEntry.touch(value, nowNs);
    }

    /** Removes an entry, if it still is the one whose partner is not there any more. */
    private boolean removeOrphan(final long key0, final long key1, final long partner0, final long partner1) {
        final long value = table.openWrite(key0, key1);
        final boolean isOrphan = value != SharedTable.NONE && MappingEntry.pointsTo(value, partner0, partner1);
        if (isOrphan) {
            table.remove();
        }
        table.close();
        return isOrphan;
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
