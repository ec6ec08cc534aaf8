package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.RegisterValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Questions that wait for answers. Used by the channel's thread. */
final class ChannelQueries {
    /** An answer to a question. */
    record Reply(MemberId from, RegisterValue payload) {}

    private static final class Query {
        private final int wanted;
        private final long deadlineNs;
        private final Consumer<List<Reply>> onReplies;
        private final List<Reply> replies = new ArrayList<>();
        private Set<MemberId> awaited;

        private Query(final int wanted, final long deadlineNs, final Consumer<List<Reply>> onReplies) {
            this.wanted = wanted;
            this.deadlineNs = deadlineNs;
            this.onReplies = onReplies;
        }

        private boolean isOver(final long nowNs) {
            return replies.size() >= wanted || awaited != null && awaited.isEmpty() || deadlineNs - nowNs <= 0;
        }
    }

    private final Map<Long, Query> open = new HashMap<>();

    void ask(final long id, final int wanted, final long deadlineNs, final Consumer<List<Reply>> onReplies) {
        open.put(id, new Query(wanted, deadlineNs, onReplies));
    }

    int size() {
        return open.size();
    }

    /** The question was delivered in this view: its members are to answer. */
    void onDelivered(final long id, final Membership membership) {
        final Query query = open.get(id);
        if (query != null) {
            query.awaited = new HashSet<>(membership.members());
        }
    }

    /** An answer, or a null for none. */
    void onReply(final long id, final MemberId from, final RegisterValue payload) {
        final Query query = open.get(id);
        if (query != null && query.awaited != null && query.awaited.remove(from) && payload != null) {
            query.replies.add(new Reply(from, payload));
        }
    }

    /** Who is not in the view any more is not awaited any more. */
    void onMembership(final Membership membership) {
        open.values().stream().filter(q -> q.awaited != null).forEach(q -> q.awaited.retainAll(membership.members()));
    }

    /** Ends the questions that have their answers, or whose time is over. */
    void doWork(final long nowNs) {
        for (final Long id : List.copyOf(open.keySet())) {
            if (open.get(id).isOver(nowNs)) {
                final Query query = open.remove(id);
                query.onReplies.accept(List.copyOf(query.replies));
            }
        }
    }
}
