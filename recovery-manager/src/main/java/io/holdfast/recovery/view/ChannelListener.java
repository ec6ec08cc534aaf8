package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.RegisterValue;

/** Takes what a {@link ViewChannel} delivers. Called by the channel's thread. */
public interface ChannelListener {
    /** The next view: the same ones in the same order everywhere; all messages of the one before were delivered. */
    void onMembership(Membership membership);

    /** This member was left out: the channel is closed. */
    default void onLeftOut(final Membership membership) {}

    /** A message by {@link ViewChannel#send}: in the order of its sender. */
    void onMessage(MemberId sender, RegisterValue payload);

    /** A message by {@link ViewChannel#orderedSend}: in the same order everywhere. */
    void onOrdered(MemberId sender, RegisterValue payload);

    /** A question by {@link ViewChannel#query}; the answer, or null for none. */
    default RegisterValue onQuery(final MemberId asker, final RegisterValue question) {
        return null;
    }

    /** What a new member has to know, as of now. */
    default RegisterValue state() {
        return RegisterValue.of("");
    }

    /** This member is new: what the others knew when the view began. Comes before every message of the view. */
    default void onState(final RegisterValue state) {}

    /**
     * The view in which this member was new has ended, and nobody has told what the others knew. The channel is closed:
     * the node has to begin again under a new incarnation. The others wait for the view that leaves it out.
     */
    default void onStateMissing() {}
}
