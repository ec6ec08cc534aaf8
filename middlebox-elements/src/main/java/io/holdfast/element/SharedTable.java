package io.holdfast.element;

/**
 * A fixed-capacity, flat hash table that all workers share, with 16-byte keys.
 *
 * <p>Every look-up is an access of one shared variable, the key's stripe: it is opened by {@link #openRead} or
 * {@link #openWrite}, the entry may be touched until {@link #close()}, and accesses do not nest. Entry addresses are
 * valid only inside the access. Values start zeroed on {@link #insert()}.
 *
 * <p>This object is one worker's view.
 */
public interface SharedTable {
    /** No such entry. */
    long NONE = 0;

    /** Where the second half of an entry's key lies, from the value's address; see {@link TableLayout#key1Mask}. */
    int KEY1_OFFSET = -Long.BYTES;

    /** Hash of a key: where to look for it. The same on both nodes; another in each group. */
    long hash(long key0, long key1);

    /**
     * Says which keys are about to be looked up, so that what the look-ups will touch comes into the processor's cache
     * for all of them at the same time. A hint, no access: nothing is decided by what is seen.
     *
     * @param hashes of the keys
     * @param count of those at the beginning of the array that matter
     */
    void expect(long[] hashes, int count);

    /** As {@link #openRead(long, long)}, for a key whose hash is known. */
    long openRead(long key0, long key1, long hash);

    /**
     * As {@link #openRead(long, long, long)}; quicker if the key is the one that was named last time at that place.
     *
     * @param place of the key's hash in the array that {@link #expect} was given, at least 0
     */
    long openExpected(long key0, long key1, long hash, int place);

    /**
     * Opens a read access and looks a key up.
     *
     * @return address of the entry's value, or {@link #NONE}; in both cases the access is open
     */
    long openRead(long key0, long key1);

    /**
     * Opens a write access and looks a key up.
     *
     * @return address of the entry's value, or {@link #NONE}; in both cases the access is open
     */
    long openWrite(long key0, long key1);

    /**
     * Inside a write access that found nothing: adds an entry for its key.
     *
     * @return address of the zeroed value, or {@link #NONE} if the table is full, which is counted
     */
    long insert();

    /** Inside a write access that found an entry: removes it. */
    void remove();

    /** Ends the access that is open. */
    void close();

    /**
     * Visits the entries of one stripe inside one write access; the visitor says which to remove.
     *
     * @param stripe number, in [0, stripes)
     */
    void sweep(int stripe, EntryVisitor visitor);

    /**
     * Shows the entries of one stripe without an access, for reports; what the visitor answers does not matter. Another
     * worker may be changing the stripe, so an entry may be seen half-written: nothing may be decided by it.
     *
     * @param stripe number, in [0, stripes)
     */
    void inspect(int stripe, EntryVisitor visitor);

    /** Number of the stripe that a key belongs to. */
    int stripe(long key0, long key1);

    int stripes();

    int capacityEntries();

    /** Entries at present; exact on a table that no other worker changes. */
    int size();

    /** How often {@link #insert()} found the table full. */
    long fullCount();

    /** Decides about an entry during a sweep. */
    @FunctionalInterface
    interface EntryVisitor {
        /**
         * Looks at an entry.
         *
         * @return whether it is to be removed
         */
        boolean shouldRemove(long key0, long key1, long valueAddress);
    }
}
