package io.holdfast.recovery.worm;

import java.util.function.Consumer;

/**
 * Non-blocking atomic commit (WormSpace, section 5.3, after Paxos Commit): each participant of transaction t has a
 * register for its vote. All voted yes: the transaction is committed; one voted no: it is aborted. Whoever is tired of
 * waiting for a participant votes no in its place; the register says who was first. So nobody has to wait for one that
 * is gone, as long as a majority of the acceptors is there.
 *
 * <p>Called by the client's thread.
 */
public final class WormTransactions {
    /** Participants that a transaction can have. */
    public static final int MOST_PARTICIPANTS = 8;

    /** Transactions that one segment of votes has room for. */
    public static final int MOST_TRANSACTIONS = RegisterRange.SEGMENT_CAPACITY / MOST_PARTICIPANTS;

    private static final RegisterValue YES = RegisterValue.of("yes");
    private static final RegisterValue NO = RegisterValue.of("no");

    /** What is known of a transaction. */
    public enum Decision {
        /** All voted yes: it is to be applied. */
        COMMITTED,
        /** Somebody voted no, or was too late: it is not to be applied. */
        ABORTED,
        /** Votes are missing, and may still come. */
        OPEN,
        /** No majority of the acceptors answered. */
        UNKNOWN
    }

    private final WormClient client;
    private final int segment;
    private final int participants;

    public WormTransactions(final WormClient client, final int segment, final int participants) {
        if (participants < 1 || participants > MOST_PARTICIPANTS) {
            throw new IllegalArgumentException(
                    "participants must be from 1 to " + MOST_PARTICIPANTS + ": " + participants);
        }
        this.client = client;
        this.segment = segment;
        this.participants = participants;
    }

    private int register(final int transaction, final int participant) {
        if (transaction < 0 || transaction >= MOST_TRANSACTIONS) {
            throw new IllegalArgumentException(
                    "a transaction must be from 0 to " + (MOST_TRANSACTIONS - 1) + ": " + transaction);
        }
        return transaction * MOST_PARTICIPANTS + participant;
    }

    /**
     * Casts a participant's vote; tells what its vote is now, which is no if others gave it up before. Only a
     * participant that can apply the transaction whatever comes, crashes included, may vote yes.
     */
    public void vote(
            final int transaction,
            final int participant,
            final boolean isYes,
            final long timeoutNs,
            final Consumer<Decision> onVote) {
        final int offset = register(transaction, participant);
        client.writeOnce(segment, offset, isYes ? YES : NO, timeoutNs, outcome -> {
            if (!outcome.isDone()) {
                onVote.accept(Decision.UNKNOWN);
            } else {
                onVote.accept(YES.equals(outcome.values().get(offset)) ? Decision.OPEN : Decision.ABORTED);
            }
        });
    }

    /** Tells what has become of a transaction. */
    public void look(final int transaction, final long timeoutNs, final Consumer<Decision> onDecision) {
        final int first = register(transaction, 0);
        client.read(new RegisterRange(segment, first, first + participants), timeoutNs, outcome -> {
            if (!outcome.isDone()) {
                onDecision.accept(Decision.UNKNOWN);
            } else if (outcome.values().containsValue(NO)) {
                onDecision.accept(Decision.ABORTED);
            } else {
                onDecision.accept(outcome.values().size() == participants ? Decision.COMMITTED : Decision.OPEN);
            }
        });
    }

    /** Ends a transaction: votes no for all who have not voted, and tells what that makes of it. */
    public void finish(final int transaction, final long timeoutNs, final Consumer<Decision> onDecision) {
        final int first = register(transaction, 0);
        final RegisterRange range = new RegisterRange(segment, first, first + participants);
        client.writeOnce(range, java.util.Collections.nCopies(participants, NO), timeoutNs, outcome -> {
            if (!outcome.isDone()) {
                onDecision.accept(Decision.UNKNOWN);
            } else {
                onDecision.accept(outcome.values().containsValue(NO) ? Decision.ABORTED : Decision.COMMITTED);
            }
        });
    }
}
