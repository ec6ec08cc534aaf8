package io.holdfast.recovery.view;

/** What a member's views mean for its data path. Called by the node's thread. */
public interface ViewHost {
    /** The next view is there, and this node is that member now. */
    void onView(View view, MemberId self);

    /**
     * This node was master or replica and is neither any more: whatever it holds is dropped, its state is of no use.
     *
     * @return the incarnation under which it begins again, above all before
     */
    long onDeposed(View view);

    /**
     * Replica: from now on stores, acknowledges and echoes nothing of this view's master, whatever becomes of it.
     *
     * @return when it last echoed a timestamp of the master's, by this node's clock; or any later time
     */
    long seal();

    /** Solo master: from now on releases only what the candidate has stored. */
    void hold(MemberId candidate);

    /** Whether the candidate has stored everything that the state of this master stands on. */
    boolean isStored(MemberId candidate);

    /** The candidate will not be replica; the master is solo as before. */
    void unhold();

    /** Master: takes in nothing more, and releases what becomes stable. */
    void drain();

    /** Whether everything is released, and stored and replayed by the replica. */
    boolean isDrained();

    /** Nothing came of handing over; the master takes in again. */
    void resume();
}
