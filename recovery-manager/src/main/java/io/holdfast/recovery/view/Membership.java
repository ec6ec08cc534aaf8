package io.holdfast.recovery.view;

import java.util.List;

/**
 * Who belongs to a view, for messages within it.
 *
 * @param number of the view
 * @param members of it; the first puts ordered messages in order
 * @param newcomers those of them who were not in the view before
 */
public record Membership(long number, List<MemberId> members, List<MemberId> newcomers) {
    /** The most members that a view may have. */
    public static final int MOST_MEMBERS = 16;

    public Membership {
        if (members.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException("a view must have at most " + MOST_MEMBERS + " members: " + members);
        }
        members = List.copyOf(members);
        newcomers = List.copyOf(newcomers);
    }

    /** Nobody. */
    static Membership empty() {
        return new Membership(0, List.of(), List.of());
    }

    /** Master and replica of a view. */
    public static Membership of(final View view) {
        final MemberId newcomer = switch (view.reason()) {
            case STARTED -> view.master();
            case REPLICA_JOINED -> view.replica();
            default -> null;
        };
        return new Membership(view.number(), view.members(), newcomer == null ? List.of() : List.of(newcomer));
    }

    /** Members that were in the view before, in the order of the view. */
    List<MemberId> old() {
        return members.stream().filter(member -> !newcomers.contains(member)).toList();
    }

    public boolean has(final MemberId member) {
        return members.contains(member);
    }
}
