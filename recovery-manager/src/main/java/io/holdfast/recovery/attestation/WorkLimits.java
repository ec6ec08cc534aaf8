package io.holdfast.recovery.attestation;

import java.util.concurrent.TimeUnit;

/**
 * How long a node's work may fail before those who test it say so. The same on all nodes of a group.
 *
 * @param silenceMs without a report, or without a turn of a worker
 * @param stallMs for which a log, its acknowledgements or their replay may stand still, or a write to disk may take
 * @param linkDownMs for which a port may be without link
 * @param neighbourMs for which a neighbour that is asked may not answer
 * @param clockSkewMs by which the nodes' wall clocks may differ, and by which one may jump
 */
public record WorkLimits(int silenceMs, int stallMs, int linkDownMs, int neighbourMs, int clockSkewMs) {
    /** Reports, and attestations, in the time of {@link #silenceMs}. */
    private static final int INTERVALS = 8;

    /** Groups that a node knows: the pair with its witness, and room for tests. */
    private static final int MOST_GROUPS = 2;

    private static final int MOST_MEMBERS = 1 + PairwiseSignatures.MOST_OTHERS;

    /** How often a node reports and attests, and for how long that counts. */
    public AttestationSettings attestations() {
        final long lifetimeNs = TimeUnit.MILLISECONDS.toNanos(silenceMs);
        final long intervalNs = Math.max(TimeUnit.MILLISECONDS.toNanos(1), lifetimeNs / INTERVALS);
        return new AttestationSettings(
                intervalNs,
                Math.max(lifetimeNs, 3 * intervalNs),
                TimeUnit.MILLISECONDS.toNanos(clockSkewMs),
                MOST_GROUPS,
                MOST_MEMBERS);
    }

    /** What others test in a node that they hear: first what keeps it from doing its part, then what makes it unfit. */
    public CorrectnessTest ofOthers() {
        final long stallNs = TimeUnit.MILLISECONDS.toNanos(stallMs);
        return CorrectnessTest.all(
                ofWork(),
                WorkTests.acknowledgementsAdvance(stallNs),
                WorkTests.replayAdvances(stallNs),
                ofFitness(0),
                WorkTests.clockIsSane(TimeUnit.MILLISECONDS.toNanos(clockSkewMs)));
    }

    /**
     * What a node tests in itself. It gives itself a lifetime longer than others give it: so what has befallen both nodes is
     * known of both before one hands over to the other.
     *
     * <p>Whether it stores and replays is for others to test. A replica whose master died waits for records that died with
     * it; that must not make it unfit to take over.
     */
    public CorrectnessTest ofSelf() {
        return CorrectnessTest.all(ofWork(), ofFitness(attestations().lifetimeNs()));
    }

    private CorrectnessTest ofWork() {
        return CorrectnessTest.all(
                WorkTests.workersTurn(TimeUnit.MILLISECONDS.toNanos(silenceMs)),
                WorkTests.logAdvances(TimeUnit.MILLISECONDS.toNanos(stallMs)));
    }

    private CorrectnessTest ofFitness(final long moreNs) {
        return CorrectnessTest.all(
                WorkTests.takesPart(),
                WorkTests.diskAnswers(TimeUnit.MILLISECONDS.toNanos(stallMs) + moreNs),
                WorkTests.clockIsSteady(),
                WorkTests.portsHaveLink(TimeUnit.MILLISECONDS.toNanos(linkDownMs) + moreNs),
                WorkTests.neighboursAnswer(TimeUnit.MILLISECONDS.toNanos(neighbourMs) + moreNs));
    }
}
