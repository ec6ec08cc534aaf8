package io.holdfast.element;

/**
 * What every access to state passes through: the seam between the state containers and the ordered log.
 *
 * <p>Three behaviours stand behind it, chosen when the graph is started: <em>unprotected</em> (locks at most),
 * <em>recording</em> (the master: order is noted, release vectors are merged) and <em>replaying</em> (the replica:
 * {@code begin...} returns when it is this access's turn). Containers call it; an element's author never does.
 *
 * <p>One instance per worker, called by that worker's thread only. Accesses do not nest. A variable is a small number
 * given out by {@link StateStore}; the numbers are the same on both nodes.
 */
public interface AccessControl {
    /** Behaviour of a graph without replication and with one worker: nothing to note, nobody to wait for. */
    AccessControl UNPROTECTED = new AccessControl() {
        @Override
        public boolean keepsPacketCopies() {
            return false;
        }
    };

    /**
     * Whether packets that elements hold must be copied into state memory: a snapshot may be taken, or be compared.
     */
    default boolean keepsPacketCopies() {
        return true;
    }

    /** Begins a read of a shared variable. */
    default void beginRead(final int variable) {}

    /** Ends the read begun last. */
    default void endRead(final int variable) {}

    /** Begins a write of a shared variable; it makes a new version whether or not it changes a byte. */
    default void beginWrite(final int variable) {}

    /** Ends the write begun last. */
    default void endWrite(final int variable) {}

    /** Notes that state which only this worker touches (local container, timer, queue) is about to change. */
    default void localChange() {}

    /**
     * The same, with the number of the state: a snapshot under way may need its memory as it was.
     *
     * @param local number given out by {@link StateStore}
     */
    default void localChange(final int local) {
        localChange();
    }

    /**
     * Says for which packet what follows is done; {@link io.holdfast.packet.Packet#NO_ORIGIN} for none in particular. It
     * decides only about what of a burst need be logged.
     *
     * @param origin of the packet
     */
    default void actFor(final int origin) {}

    /** Whether what several packets want to know must be read for each: some of them may be left out of replay. */
    default boolean readsForEach() {
        return false;
    }
}
