package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.RegisterValue;
import java.util.List;

/** What members of a view say to one another on a {@link ViewChannel}. All of them may be lost, doubled and late. */
sealed interface ChannelMessage {
    /** What a message is for. */
    enum Kind {
        FIFO,
        /** To the first member: put this in order. */
        REQUEST,
        /** From the first member: this is the next in order. */
        ORDERED,
        QUERY,
        /** To who asked. */
        REPLY,
        /** To a new member: what was before. */
        STATE
    }

    /**
     * A message in a sender's stream of a view.
     *
     * @param view in which it was sent
     * @param sender of it
     * @param sequence 1, 2, 3 ... of the sender in the view
     * @param kind of it
     * @param party who asked for order or an answer, or who is to get the state
     * @param id of the party's request or query
     * @param payload of the application
     */
    record Data(long view, MemberId sender, long sequence, Kind kind, MemberId party, long id, RegisterValue payload)
            implements ChannelMessage {}

    /** How much of one sender's stream somebody has. */
    record Mark(MemberId sender, long sequence) {}

    /** How much of each sender's stream a member has, without a gap. */
    record Received(long view, MemberId from, List<Mark> marks) implements ChannelMessage {}

    /** How far a member is with a flush. */
    enum Stage {
        /** It has not heard of all who go on. */
        ASKING,
        /** It has heard what all have. */
        HAS_ALL,
        /** It has taken the next view; this is an answer, which needs none. */
        GONE_ON
    }

    /**
     * What a member has of a view that ends, and others may not have.
     *
     * @param view that ends
     * @param horizon the newest view that the member knows
     * @param from the member
     * @param stage how far it is
     * @param kept what it has
     */
    record Flush(long view, long horizon, MemberId from, Stage stage, List<Data> kept) implements ChannelMessage {}
}
