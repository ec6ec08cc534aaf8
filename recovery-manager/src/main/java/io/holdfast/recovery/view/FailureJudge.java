package io.holdfast.recovery.view;

import io.holdfast.recovery.view.View.Kind;
import java.util.function.Predicate;

/**
 * What suspicions call for: the rules of take-over, without time and without acting. docs/VIEWS.md has them as a table.
 * A wrong suspicion never breaks a promise, for the register decides; it costs a change of views.
 */
public final class FailureJudge {
    /** What to do. */
    public enum Action {
        /** Go on. */
        NOTHING("goes on"),
        /** The master goes on without its replica. */
        GO_SOLO("goes solo"),
        /** The replica becomes master. */
        TAKE_OVER("takes over"),
        /** The master makes its replica master. */
        HAND_OVER("hands over");

        private final String words;

        Action(final String words) {
            this.words = words;
        }

        /** What the node does, for people. */
        public String words() {
            return words;
        }
    }

    /**
     * What to do and why.
     *
     * @param action to take
     * @param reason in words, for people
     */
    public record Verdict(Action action, String reason) {}

    private final int nodes;

    /** @param nodes of the group, the witness among them */
    public FailureJudge(final int nodes) {
        this.nodes = nodes;
    }

    /**
     * @param isOver whether a member is known to have been restarted: what is attested of its node is said of another
     */
    public Verdict judge(
            final View view, final MemberId self, final Suspicions suspicions, final Predicate<MemberId> isOver) {
        if (view.kind() != Kind.PROTECTED) {
            return nothing("nobody can take over");
        }
        if (view.isMaster(self)) {
            return isOver.test(view.replica())
                    ? new Verdict(Action.GO_SOLO, "the replica was restarted")
                    : judgeAsMaster(self.node(), view.replica().node(), suspicions);
        }
        if (!view.isReplica(self)) {
            return nothing("neither master nor replica");
        }
        return isOver.test(view.master()) && suspicions.attests(self.node(), self.node())
                ? new Verdict(Action.TAKE_OVER, "the master was restarted")
                : judgeAsReplica(self.node(), view.master().node(), suspicions);
    }

    private Verdict judgeAsMaster(final int self, final int replica, final Suspicions suspicions) {
        if (!suspicions.attests(self, replica)) {
            return new Verdict(Action.GO_SOLO, "the replica does not work, or cannot be reached");
        }
        if (!suspicions.attests(self, self)) {
            return suspicions.attests(replica, replica)
                    ? new Verdict(Action.HAND_OVER, "this node " + suspicions.unfitness() + "; the replica is fit")
                    : nothing("this node " + suspicions.unfitness() + ", and the replica is not fit, either");
        }
        return nothing("the replica works");
    }

    private Verdict judgeAsReplica(final int self, final int master, final Suspicions suspicions) {
        if (suspicions.attests(self, master)) {
            return nothing("the master works");
        }
        if (!suspicions.attests(self, self)) {
            return nothing("the master is suspected, but this node " + suspicions.unfitness());
        }
        boolean isAlone = true;
        for (int other = 0; other < nodes; other++) {
            if (other != self && other != master) {
                if (suspicions.attests(other, master)) {
                    return nothing("the link to the master is cut, but node " + other + " attests it");
                }
                isAlone &= !suspicions.attests(self, other);
            }
        }
        return isAlone
                ? nothing("no other node can be reached: it may be this one that is cut off")
                : new Verdict(Action.TAKE_OVER, "nobody attests the master");
    }

    private static Verdict nothing(final String reason) {
        return new Verdict(Action.NOTHING, reason);
    }
}
