package io.holdfast.recovery.attestation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one member knows, at one time, of who vouches for whom in a group. Immutable; any thread.
 *
 * <p>An edge is an attestation that has not expired: one that vouches, or one that withdraws and says why.
 */
public final class AttestationGraph {
    private final String group;
    private final List<String> members;
    private final Map<Edge, Attestation> edges;

    /** From one member to another. */
    record Edge(String attester, String attestee) implements Comparable<Edge> {
        @Override
        public int compareTo(final Edge other) {
            final int byAttester = attester.compareTo(other.attester);
            return byAttester != 0 ? byAttester : attestee.compareTo(other.attestee);
        }
    }

    /** A graph of some attestations, one for each pair at most; ones of strangers to the group are left out. */
    public AttestationGraph(final String group, final List<String> members, final List<Attestation> attestations) {
        this.group = group;
        this.members = members.stream().sorted().toList();
        final Map<Edge, Attestation> all = new TreeMap<>();
        for (final Attestation attestation : attestations) {
            if (members.contains(attestation.attester()) && members.contains(attestation.attestee())) {
                all.put(new Edge(attestation.attester(), attestation.attestee()), attestation);
            }
        }
        edges = java.util.Collections.unmodifiableMap(all);
    }

    /** Name of the group. */
    public String group() {
        return group;
    }

    /** All members, in the order of their names. */
    public List<String> members() {
        return members;
    }

    /** All attestations, those that withdraw included, in the order of attester and attestee. */
    public List<Attestation> attestations() {
        return List.copyOf(edges.values());
    }

    /** Whether one vouches for another. */
    public boolean vouches(final String attester, final String attestee) {
        return finding(attester, attestee) == Finding.WORKS;
    }

    /** What one says of another; null if it says nothing. */
    public Finding finding(final String attester, final String attestee) {
        final Attestation attestation = edges.get(new Edge(attester, attestee));
        return attestation == null ? null : attestation.finding();
    }

    /** The graph's answers to questions about paths and parts. */
    public GraphQuestions questions() {
        return new GraphQuestions(this);
    }
}
