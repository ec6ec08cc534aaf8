package io.holdfast.recovery.attestation;

/**
 * Decides by a member's reports whether it does its work; one for each member tested.
 *
 * <p>Called for every report, and between reports with the last one: what stands still is found by time that passes.
 */
public interface CorrectnessTest {
    /**
     * Judges.
     *
     * @param report the newest
     * @param nowNs monotonic clock of the node that tests
     * @param epochNs its wall clock
     */
    Finding test(WorkReport report, long nowNs, long epochNs);

    /** What the tests find together: the first that finds something. All are asked each time, for each remembers. */
    static CorrectnessTest all(final CorrectnessTest... tests) {
        return (report, nowNs, epochNs) -> {
            Finding finding = Finding.WORKS;
            for (final CorrectnessTest test : tests) {
                finding = finding.and(test.test(report, nowNs, epochNs));
            }
            return finding;
        };
    }
}
