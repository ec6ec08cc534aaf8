package io.holdfast.element.state;

import static io.holdfast.element.state.TableShape.COUNT_OFFSET;
import static io.holdfast.element.state.TableShape.FULL_OFFSET;
import static io.holdfast.element.state.TableShape.GROUPS_OFFSET;
import static io.holdfast.element.state.TableShape.GROUP_BYTES;
import static io.holdfast.element.state.TableShape.GROUP_ENTRIES;
import static io.holdfast.element.state.TableShape.KEY_BYTES;

import io.holdfast.element.AccessControl;
import io.holdfast.element.SharedTable;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;

/**
 * One worker's view of a striped hash table in flat memory; {@link TableShape} draws it.
 *
 * <p><b>Theory of operation.</b> The low bits of a key's hash choose the stripe, the high bits its home group there,
 * and seven more are its tag. A group's eight bytes are read as one number and all tags compared at once, so that a
 * look-up touches one line of groups and, most often, one entry. A key whose home group is full goes to the next one
 * with a free slot, and every full group that it passes counts it in its overflow byte; a search goes on beyond a group
 * only if somebody did. Removal undoes the counts: there are no tombstones, nothing moves, and entry addresses stay
 * valid for the whole access. A count that has reached 255 is no longer exact and stays; searches are then longer than
 * need be, but right.
 */
final class FlatTable implements SharedTable {
    private static final long LOW_BITS = 0x0001_0101_0101_0101L;
    private static final long TAG_BITS = 0x0080_8080_8080_8080L;
    private static final long ALL_BYTES = 0x0101_0101_0101_0101L;
    private static final int OVERFLOW_BYTE = GROUP_ENTRIES;
    private static final int OVERFLOW_SHIFT = 56;
    private static final int OVERFLOW_MAX = 255;
    private static final int TAG_SHIFT = 16;
    private static final int OCCUPIED = 0x80;
    private static final int ABSENT = -1;

    // What the open access is; numbers, as a reference that is stored costs the garbage collector's mark as well.
    private static final int CLOSED = 0;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int SWEEP = 3;

    /**
     * A table up to this size stays in a first-level cache, where hints cost more than they save. For a second-level cache
     * this is not so: hints cost 3 ns a packet, and whatever else runs on the core may have emptied it.
     */
    private static final long CACHED_BYTES = 16 << 10;

    private final TableShape shape;
    private final AccessControl accessControl;
    private final long address;
    private final int firstVariable;
    private final int stripeMask;
    private final long stripeBytes;
    private final long entriesOffset;
    private final int groups;
    private final int entryBytes;
    private final long key1Mask;
    private final boolean isCached;
    private final long seed;

    // The access that is open.
    private int access = CLOSED;
    private int stripe;
    private long key0;
    private long key1;
    private long hash;
    private int slot;

    /** Entries that the look-ups of {@link #expect} will read; more keys than a burst has are not expected. */
    private final long[] expectedPlaces = new long[PacketBatch.BURST_PACKETS];

    /** Addresses of these entries' tags. */
    private final long[] expectedTags = new long[PacketBatch.BURST_PACKETS];

    private int expectedCount;

    /** Keeps the loads of {@link #expect} from being left out as useless. */
    private long expected;

    FlatTable(
            final TableShape shape,
            final long address,
            final int firstVariable,
            final long seed,
            final AccessControl accessControl) {
        this.shape = shape;
        this.address = address;
        this.firstVariable = firstVariable;
        this.accessControl = accessControl;
        stripeMask = shape.layout().stripes() - 1;
        stripeBytes = shape.stripeBytes();
        entriesOffset = shape.entriesOffset();
        groups = shape.groups();
        entryBytes = shape.entryBytes();
        key1Mask = shape.layout().key1Mask();
        isCached = shape.totalBytes() <= CACHED_BYTES;
        this.seed = seed;
    }

    @Override
    public long hash(final long hashedKey0, final long hashedKey1) {
        return KeyHash.of(hashedKey0, hashedKey1, seed);
    }

    /**
     * First the groups of all keys, then the entries that these name. Addresses are computed apart from the loads: a loop
     * that does nothing but load has as many of them under way at a time as the processor can, whereas every instruction
     * beside a load that waits for memory takes a place in the processor's window.
     */
    @Override
    public void expect(final long[] hashes, final int count) {
        if (isCached) {
            return;
        }
        final long[] places = expectedPlaces;
        final int known = Math.min(count, places.length);
        for (int i = 0; i < known; i++) {
            places[i] = homeGroup(hashes[i]);
        }
        final long seen = load(places, known);
        final long[] tags = expectedTags;
        for (int i = 0; i < known; i++) {
            final long group = places[i];
            final int index = likelySlot(NativeMemory.getLong(group), hashes[i]);
            tags[i] = group + index;
            places[i] = entry(base((int) hashes[i] & stripeMask), home(hashes[i]) * GROUP_ENTRIES + index);
        }
        expectedCount = known;
        expected = seen + load(places, known);
    }

    private static long load(final long[] places, final int count) {
        long seen = 0;
        for (int i = 0; i < count; i++) {
            seen += NativeMemory.getLong(places[i]);
        }
        return seen;
    }

    /** The slot of a group that a look-up compares first; any, if there is none that it might be. */
    private static int likelySlot(final long groupWord, final long keyHash) {
        return Math.min(firstCandidate(candidates(groupWord, tag(keyHash))), GROUP_ENTRIES - 1);
    }

    /** What was expected was read outside of an access: it counts only if slot and key, read inside, say the same. */
    @Override
    public long openExpected(final long newKey0, final long newKey1, final long newHash, final int place) {
        if (place >= expectedCount) {
            return openRead(newKey0, newKey1, newHash);
        }
        assert access == CLOSED : "accesses do not nest";
        assert newHash == hash(newKey0, newKey1) : "not the key's hash";
        stripe = (int) newHash & stripeMask;
        access = READ;
        accessControl.beginRead(firstVariable + stripe);
        final long entry = expectedPlaces[place];
        if (NativeMemory.getByte(expectedTags[place]) == (byte) tag(newHash) && hasKey(entry, newKey0, newKey1)) {
            return entry + KEY_BYTES;
        }
        final long base = base(stripe);
        final int found = find(base, newHash, newKey0, newKey1);
        return found == ABSENT ? NONE : entry(base, found) + KEY_BYTES;
    }

    private boolean hasKey(final long entry, final long wanted0, final long wanted1) {
        final long difference1 = (NativeMemory.getLong(entry + Long.BYTES) ^ wanted1) & key1Mask;
        return (NativeMemory.getLong(entry) ^ wanted0 | difference1) == 0;
    }

    @Override
    public long openRead(final long newKey0, final long newKey1) {
        return openRead(newKey0, newKey1, KeyHash.of(newKey0, newKey1, seed));
    }

    @Override
    public long openRead(final long newKey0, final long newKey1, final long newHash) {
        assert access == CLOSED : "accesses do not nest";
        assert newHash == hash(newKey0, newKey1) : "not the key's hash";
        stripe = (int) newHash & stripeMask;
        access = READ;
        accessControl.beginRead(firstVariable + stripe);
        final long base = base(stripe);
        final int found = find(base, newHash, newKey0, newKey1);
        return found == ABSENT ? NONE : entry(base, found) + KEY_BYTES;
    }

    @Override
    public long openWrite(final long newKey0, final long newKey1) {
        assert access == CLOSED : "accesses do not nest";
        key0 = newKey0;
        key1 = newKey1;
        hash = KeyHash.of(newKey0, newKey1, seed);
        stripe = (int) hash & stripeMask;
        access = WRITE;
        accessControl.beginWrite(firstVariable + stripe);
        final long base = base(stripe);
        slot = find(base, hash, newKey0, newKey1);
        return slot == ABSENT ? NONE : entry(base, slot) + KEY_BYTES;
    }

    @Override
    public long insert() {
        assert access == WRITE && slot == ABSENT : "insert needs a write access that found nothing";
        final long base = base(stripe);
        final long count = NativeMemory.getLong(base + COUNT_OFFSET);
        if (count >= shape.stripeLimit()) {
            NativeMemory.putLong(base + FULL_OFFSET, NativeMemory.getLong(base + FULL_OFFSET) + 1);
            return NONE;
        }
        NativeMemory.putLong(base + COUNT_OFFSET, count + 1);
        slot = takeSlot(base, hash);
        final long entry = entry(base, slot);
        NativeMemory.putLong(entry, key0);
        NativeMemory.putLong(entry + Long.BYTES, key1 & key1Mask);
        NativeMemory.fill(entry + KEY_BYTES, entryBytes - KEY_BYTES, (byte) 0);
        return entry + KEY_BYTES;
    }

    @Override
    public void remove() {
        assert access == WRITE && slot != ABSENT : "remove needs a write access that found an entry";
        giveSlot(base(stripe), hash, slot);
        slot = ABSENT;
    }

    /** Short, so that it is always made a part of its caller. */
    @Override
    public void close() {
        if (access == READ) {
            access = CLOSED;
            accessControl.endRead(firstVariable + stripe);
        } else {
            closeWrite();
        }
    }

    private void closeWrite() {
        assert access == WRITE : "no access is open";
        access = CLOSED;
        accessControl.endWrite(firstVariable + stripe);
    }

    @Override
    public void sweep(final int sweptStripe, final EntryVisitor visitor) {
        assert access == CLOSED : "accesses do not nest";
        access = SWEEP;
        accessControl.beginWrite(firstVariable + sweptStripe);
        try {
            final long base = base(sweptStripe);
            for (int group = 0; group < groups; group++) {
                sweepGroup(base, group, visitor);
            }
        } finally {
            access = CLOSED;
            accessControl.endWrite(firstVariable + sweptStripe);
        }
    }

    @Override
    public void inspect(final int inspectedStripe, final EntryVisitor visitor) {
        final long base = base(inspectedStripe);
        for (int slotNumber = 0; slotNumber < groups * GROUP_ENTRIES; slotNumber++) {
            final int tagOffset = slotNumber % GROUP_ENTRIES;
            final byte slotTag = NativeMemory.getByte(group(base, slotNumber / GROUP_ENTRIES) + tagOffset);
            if ((slotTag & OCCUPIED) != 0) {
                final long entry = entry(base, slotNumber);
                visitor.shouldRemove(
                        NativeMemory.getLong(entry),
                        NativeMemory.getLong(entry + Long.BYTES) & key1Mask,
                        entry + KEY_BYTES);
            }
        }
    }

    @Override
    public int stripe(final long key0OfStripe, final long key1OfStripe) {
        return (int) hash(key0OfStripe, key1OfStripe) & stripeMask;
    }

    @Override
    public int stripes() {
        return shape.layout().stripes();
    }

    @Override
    public int capacityEntries() {
        return shape.layout().capacityEntries();
    }

    @Override
    public int size() {
        return (int) sum(COUNT_OFFSET);
    }

    @Override
    public long fullCount() {
        return sum(FULL_OFFSET);
    }

    private void sweepGroup(final long base, final int group, final EntryVisitor visitor) {
        long occupied = NativeMemory.getLong(group(base, group)) & TAG_BITS;
        while (occupied != 0) {
            final int candidate = group * GROUP_ENTRIES + (Long.numberOfTrailingZeros(occupied) >>> 3);
            final long entry = entry(base, candidate);
            final long entryKey0 = NativeMemory.getLong(entry);
            final long entryKey1 = NativeMemory.getLong(entry + Long.BYTES) & key1Mask;
            if (visitor.shouldRemove(entryKey0, entryKey1, entry + KEY_BYTES)) {
                giveSlot(base, KeyHash.of(entryKey0, entryKey1, seed), candidate);
            }
            occupied &= occupied - 1;
        }
    }

    /** The slot of a key in its stripe, or {@link #ABSENT}. */
    private int find(final long base, final long keyHash, final long wanted0, final long wanted1) {
        final long tag = tag(keyHash);
        int group = home(keyHash);
        for (int left = groups; left > 0; left--) {
            final long word = NativeMemory.getLong(group(base, group));
            long candidates = candidates(word, tag);
            while (candidates != 0) {
                final int candidate = group * GROUP_ENTRIES + firstCandidate(candidates);
                if (hasKey(entry(base, candidate), wanted0, wanted1)) {
                    return candidate;
                }
                candidates &= candidates - 1;
            }
            if (word >>> OVERFLOW_SHIFT == 0) {
                return ABSENT;
            }
            group = next(group);
        }
        return ABSENT;
    }

    /**
     * Top bits of the slots of a group that have a tag. A byte that is zero gets its top bit; a borrow may set one for a
     * tag that differs in its lowest bit only: the key tells, and an empty slot's top bit never stands so.
     */
    private static long candidates(final long word, final long tag) {
        final long difference = word ^ tag * ALL_BYTES;
        return difference - LOW_BITS & ~difference & TAG_BITS;
    }

    /** Number of the first slot in its group; 8 if there is none. */
    private static int firstCandidate(final long candidates) {
        return Long.numberOfTrailingZeros(candidates) >>> 3;
    }

    /** Takes the first free slot from the home group on; there is one, as the limit is below the number of slots. */
    private int takeSlot(final long base, final long keyHash) {
        int group = home(keyHash);
        long free = ~NativeMemory.getLong(group(base, group)) & TAG_BITS;
        while (free == 0) {
            final long overflow = group(base, group) + OVERFLOW_BYTE;
            final int passed = Byte.toUnsignedInt(NativeMemory.getByte(overflow));
            NativeMemory.putByte(overflow, (byte) Math.min(passed + 1, OVERFLOW_MAX));
            group = next(group);
            free = ~NativeMemory.getLong(group(base, group)) & TAG_BITS;
        }
        final int index = Long.numberOfTrailingZeros(free) >>> 3;
        NativeMemory.putByte(group(base, group) + index, (byte) tag(keyHash));
        return group * GROUP_ENTRIES + index;
    }

    private void giveSlot(final long base, final long keyHash, final int given) {
        final int last = given / GROUP_ENTRIES;
        for (int group = home(keyHash); group != last; group = next(group)) {
            final long overflow = group(base, group) + OVERFLOW_BYTE;
            final int passed = Byte.toUnsignedInt(NativeMemory.getByte(overflow));
            if (passed < OVERFLOW_MAX) {
                NativeMemory.putByte(overflow, (byte) (passed - 1));
            }
        }
        NativeMemory.putByte(group(base, last) + given % GROUP_ENTRIES, (byte) 0);
        NativeMemory.putLong(base + COUNT_OFFSET, NativeMemory.getLong(base + COUNT_OFFSET) - 1);
    }

    private long sum(final int offset) {
        long sum = 0;
        for (int i = 0; i <= stripeMask; i++) {
            sum += NativeMemory.getLong(base(i) + offset);
        }
        return sum;
    }

    private long base(final int ofStripe) {
        return address + ofStripe * stripeBytes;
    }

    private long homeGroup(final long keyHash) {
        return group(base((int) keyHash & stripeMask), home(keyHash));
    }

    private static long group(final long base, final int group) {
        return base + GROUPS_OFFSET + (long) group * GROUP_BYTES;
    }

    private long entry(final long base, final int ofSlot) {
        return base + entriesOffset + (long) ofSlot * entryBytes;
    }

    private int home(final long keyHash) {
        return (int) ((keyHash >>> 32) * groups >>> 32);
    }

    private int next(final int group) {
        return group + 1 == groups ? 0 : group + 1;
    }

    private static long tag(final long keyHash) {
        return keyHash >>> TAG_SHIFT & 0x7f | OCCUPIED;
    }
}
