package io.holdfast.recovery.worm;

import java.util.List;

/**
 * What proposers and acceptors say to one another. Each request carries a number that its answers repeat; all of them
 * may be lost, doubled, delayed and reordered.
 */
public sealed interface WormMessage {
    /** Number that joins requests and answers, unique per client and incarnation. */
    long request();

    /** Phase 1: take part in this attempt, and in none below it. */
    record Prepare(long request, RegisterRange range, Ballot ballot) implements WormMessage {}

    /** Answer to {@link Prepare}: the acceptor will, and holds this of the range. */
    record Promise(long request, RegisterRange range, Ballot ballot, List<AcceptedSlot> held) implements WormMessage {}

    /** Phase 2: accept these values. */
    record Write(long request, int segment, Ballot ballot, List<Slot> slots) implements WormMessage {}

    /** Answer to {@link Write}: accepted, all of them. */
    record Written(long request, int segment, Ballot ballot) implements WormMessage {}

    /** Answer to {@link Prepare} and {@link Write}: a higher attempt has been promised. */
    record Preempted(long request, Ballot refused, Ballot promised) implements WormMessage {}

    /** What do you hold of the range? */
    record Read(long request, RegisterRange range) implements WormMessage {}

    /** Answer to {@link Read}. */
    record Held(long request, RegisterRange range, List<AcceptedSlot> held) implements WormMessage {}

    /** These registers have these values for ever. To acceptors from who wrote, to listeners from acceptors. */
    record Decided(long request, int segment, List<Slot> slots) implements WormMessage {}

    /** Forget the registers of the segment below this offset. */
    record Trim(long request, int segment, int end) implements WormMessage {}

    /** Answer to {@link Trim}, and to every other request for registers that are forgotten. */
    record Trimmed(long request, int segment, int end) implements WormMessage {}

    /** Tell me what is decided in the segment from this offset on. */
    record Listen(long request, int segment, int first) implements WormMessage {}

    /** Answer to requests that the acceptor cannot serve. */
    record Refused(long request, Refusal reason) implements WormMessage {}

    /** Why an acceptor cannot serve a request. */
    enum Refusal {
        /** The request itself is beyond a limit: values too long, too many registers. */
        TOO_LARGE,
        /** The acceptor holds as many registers as it may. */
        FULL
    }
}
