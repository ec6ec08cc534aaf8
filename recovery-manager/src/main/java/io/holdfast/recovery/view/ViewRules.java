package io.holdfast.recovery.view;

import io.holdfast.recovery.view.View.Kind;
import io.holdfast.recovery.view.View.Reason;

/**
 * Which view may follow which (DESIGN section 8): only the newest view's master or replica, in the same incarnation, may
 * be master in the next. Without state and a master, {@code none} stands between.
 */
public final class ViewRules {
    private ViewRules() {}

    /** What is wrong with a view as the next one; null if nothing. */
    public static String fault(final View before, final View next) {
        if (next.number() != before.number() + 1) {
            return next + " cannot follow view " + before.number();
        }
        if (next.proposer() == null) {
            return next + " has no proposer";
        }
        final String fault = switch (next.kind()) {
            case NONE -> faultOfNone(before, next);
            case SOLO -> faultOfSolo(before, next);
            case PROTECTED -> faultOfProtected(before, next);
        };
        return fault == null ? null : next + ", proposed by " + next.proposer() + " after " + before + ": " + fault;
    }

    private static String faultOfNone(final View before, final View next) {
        if (next.master() != null || next.replica() != null) {
            return "none has neither master nor replica";
        }
        if (before.kind() == Kind.NONE) {
            return "there is no master already";
        }
        if (next.reason() == Reason.OPERATOR) {
            return null;
        }
        if (next.reason() != Reason.RESTARTED) {
            return "only a restart of all who had the state, or a person, ends a view without a master";
        }
        for (final MemberId member : before.members()) {
            if (member.isFormer(next.proposer())) {
                return null;
            }
        }
        return "the proposer did not have the state in an earlier life";
    }

    private static String faultOfSolo(final View before, final View next) {
        if (next.master() == null || next.replica() != null) {
            return "solo is a master and no replica";
        }
        if (before.kind() == Kind.NONE) {
            return next.proposer().equals(next.master()) ? null : "who starts the group proposes itself";
        }
        if (before.kind() == Kind.SOLO) {
            return "a solo master has no successor";
        }
        if (!before.names(next.master())) {
            return "the new master did not have the state";
        }
        final boolean isByItself = next.proposer().equals(next.master());
        return isByItself || before.isMaster(next.proposer()) ? null : "proposed by neither the old nor the new master";
    }

    private static String faultOfProtected(final View before, final View next) {
        if (next.master() == null
                || next.replica() == null
                || next.master().node() == next.replica().node()) {
            return "protected is a master and a replica on another node";
        }
        if (before.kind() != Kind.SOLO || !before.isMaster(next.master())) {
            return "only a solo master takes a replica";
        }
        return next.proposer().equals(next.master()) ? null : "only the master takes a replica";
    }

    /** Whether a member may be master in the view after this one by its own proposal. */
    public static boolean isEligible(final View newest, final MemberId member) {
        return newest.kind() == Kind.NONE || newest.names(member);
    }
}
