package io.holdfast.recovery.attestation;

import io.holdfast.recovery.attestation.AttestationGraph.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a node knows of one group. Used by the attestations' thread. */
final class GroupState {
    private final String name;
    private final List<String> members;
    private final Map<String, MemberTest> tests = new TreeMap<>();
    private final Map<Edge, Held> held = new TreeMap<>();
    private boolean joined;

    /** An attestation, and when it came. */
    record Held(Attestation attestation, long receivedNs) {}

    /** A test of a member; begun anew for each incarnation of it. */
    static final class MemberTest {
        private final Supplier<CorrectnessTest> newTest;
        private CorrectnessTest test;
        private long incarnation;
        private Finding said;
        private long saidOf;
        private long saidNs;

        MemberTest(final Supplier<CorrectnessTest> newTest) {
            this.newTest = newTest;
        }

        boolean isNews(final Finding finding, final long ofIncarnation) {
            return finding != said || ofIncarnation != saidOf;
        }

        void attests(final Finding finding, final long ofIncarnation, final long nowNs) {
            said = finding;
            saidOf = ofIncarnation;
            saidNs = nowNs;
        }

        long attestedNs() {
            return saidNs;
        }

        CorrectnessTest of(final long testedIncarnation) {
            if (test == null || incarnation != testedIncarnation) {
                incarnation = testedIncarnation;
                test = newTest.get();
            }
            return test;
        }
    }

    GroupState(final String name, final List<String> members) {
        this.name = name;
        this.members = members;
    }

    String name() {
        return name;
    }

    List<String> members() {
        return members;
    }

    Map<String, MemberTest> tests() {
        return tests;
    }

    boolean isJoined() {
        return joined;
    }

    void join() {
        joined = true;
    }

    /** Whether this says something newer than what is known of the same two. */
    boolean isNews(final Attestation attestation) {
        final Held known = held.get(edge(attestation));
        return known == null
                || known.attestation().attesterIncarnation() != attestation.attesterIncarnation()
                || known.attestation().number() < attestation.number();
    }

    void hold(final Attestation attestation, final long nowNs) {
        held.put(edge(attestation), new Held(attestation, nowNs));
    }

    void forget(final String attester, final String attestee) {
        held.remove(new Edge(attester, attestee));
    }

    List<Held> held() {
        return new ArrayList<>(held.values());
    }

    private static Edge edge(final Attestation attestation) {
        return new Edge(attestation.attester(), attestation.attestee());
    }
}
