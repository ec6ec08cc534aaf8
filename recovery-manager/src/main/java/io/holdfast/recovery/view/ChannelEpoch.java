package io.holdfast.recovery.view;

import io.holdfast.recovery.view.ChannelMessage.Data;
import io.holdfast.recovery.view.ChannelMessage.Mark;
import io.holdfast.recovery.view.ChannelMessage.Received;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The messages of one view: what has come, what was delivered, and what somebody may not have yet. Used by the
 * channel's thread.
 */
final class ChannelEpoch {
    /** One sender's stream. */
    private static final class Stream {
        private final TreeMap<Long, Data> kept = new TreeMap<>();
        private final Map<MemberId, Long> had = new HashMap<>();
        private long delivered;
    }

    private final Membership membership;
    private final Map<MemberId, Stream> streams = new HashMap<>();

    ChannelEpoch(final Membership membership) {
        this.membership = membership;
        membership.members().forEach(member -> streams.put(member, new Stream()));
    }

    Membership membership() {
        return membership;
    }

    /** Takes a message; what is old, or not of this view, is ignored. */
    void put(final Data data) {
        final Stream stream = streams.get(data.sender());
        final boolean isOfThis = stream != null && data.view() == membership.number();
        if (isOfThis
                && data.sequence() > stream.delivered
                && data.sequence() <= stream.delivered + ViewChannel.MOST_UNSTABLE) {
            stream.kept.putIfAbsent(data.sequence(), data);
        }
    }

    /** The next message to deliver, or null: of each sender in its order, senders in the view's order. */
    Data next() {
        for (final MemberId sender : membership.members()) {
            final Stream stream = streams.get(sender);
            final Data data = stream.kept.get(stream.delivered + 1);
            if (data != null) {
                stream.delivered++;
                return data;
            }
        }
        return null;
    }

    /** Learns what another member has, and forgets what everybody has. */
    void onReceived(final Received received, final MemberId self) {
        for (final Mark mark : received.marks()) {
            final Stream stream = streams.get(mark.sender());
            if (stream != null && membership.has(received.from())) {
                stream.had.merge(received.from(), mark.sequence(), Math::max);
                stream.kept.headMap(stable(stream, self), true).clear();
            }
        }
    }

    private long stable(final Stream stream, final MemberId self) {
        long stable = stream.delivered;
        for (final MemberId member : membership.members()) {
            if (!member.equals(self)) {
                stable = Math.min(stable, stream.had.getOrDefault(member, 0L));
            }
        }
        return stable;
    }

    /** How much a member has said that it has of a sender's stream. */
    long had(final MemberId sender, final MemberId member) {
        return streams.get(sender).had.getOrDefault(member, 0L);
    }

    /** Whether all other members have said that they have a sender's stream up to here. */
    boolean isHadByAll(final MemberId sender, final long sequence) {
        return !membership.has(sender)
                || membership.members().stream().allMatch(m -> m.equals(sender) || had(sender, m) >= sequence);
    }

    /** What this member has of each stream. */
    List<Mark> marks() {
        final List<Mark> marks = new ArrayList<>();
        membership.members().forEach(sender -> marks.add(new Mark(sender, streams.get(sender).delivered)));
        return marks;
    }

    /** What a member lacks of a sender's stream, as far as is known. */
    List<Data> lacking(final MemberId sender, final MemberId member) {
        return List.copyOf(
                streams.get(sender).kept.tailMap(had(sender, member), false).values());
    }

    /** All that somebody may not have. */
    List<Data> kept() {
        final List<Data> kept = new ArrayList<>();
        streams.values().forEach(stream -> kept.addAll(stream.kept.values()));
        kept.sort(Comparator.<Data>comparingInt(d -> d.sender().node()).thenComparingLong(Data::sequence));
        return kept;
    }

    /** Messages of a sender that somebody may not have. */
    int unstable(final MemberId sender) {
        return streams.get(sender).kept.size();
    }
}
