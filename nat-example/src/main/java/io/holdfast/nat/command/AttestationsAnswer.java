package io.holdfast.nat.command;

import io.holdfast.recovery.attestation.Attestation;
import io.holdfast.recovery.attestation.AttestationGraph;
import io.holdfast.recovery.attestation.AttestationText;
import io.holdfast.recovery.attestation.AttestedGroup;
import io.holdfast.recovery.attestation.GraphQuestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a node says of its group's attestations.
 *
 * @param ok true
 * @param lines the same for people
 * @param graphviz the same for Graphviz
 * @param node that says so
 * @param own what it finds in itself
 * @param members of the group
 * @param attestations that hold
 * @param paths between the two nodes of the pair
 */
record AttestationsAnswer(
        boolean ok,
        List<String> lines,
        List<String> graphviz,
        String node,
        String own,
        List<String> members,
        List<Said> attestations,
        List<Paths> paths) {
    /**
     * One attestation.
     *
     * @param attester who says it
     * @param attestee of whom
     * @param finding in a word
     * @param holdsMs for how long it still holds, by the attester's clock and this node's
     * @param number of the attester's attestations
     */
    record Said(String attester, String attestee, String finding, long holdsMs, long number) {}

    /**
     * Who vouches for whom by whom.
     *
     * @param from who is to be sure of the other
     * @param to the other
     * @param disjoint paths that share nothing but their ends
     * @param cut members without whom there is no path; empty if there is none anyway, null if one vouches directly
     */
    record Paths(String from, String to, List<List<String>> disjoint, Set<String> cut) {
        String text() {
            final String what = disjoint.isEmpty()
                    ? "no path: nobody vouches"
                    : String.join(
                            "; ",
                            disjoint.stream()
                                    .map(path -> String.join(" -> ", path))
                                    .toList());
            return "from " + from + " to " + to + ": " + what
                    + (cut == null || cut.isEmpty() ? "" : " (only by " + String.join(", ", cut) + ")");
        }
    }

    static AttestationsAnswer of(final AttestedGroup group, final int self, final long epochMs) {
        final AttestationGraph graph = group.graph();
        final String own = group.word().finding(self, self) == null
                ? "nothing yet"
                : group.word().finding(self, self).text();
        final List<Paths> paths = List.of(
                paths(graph.questions(), group.members().get(0), group.members().get(1)),
                paths(graph.questions(), group.members().get(1), group.members().get(0)));
        final long epochNs = TimeUnit.MILLISECONDS.toNanos(epochMs);
        final List<String> lines =
                new ArrayList<>(AttestationText.lines(graph, epochNs).lines().toList());
        lines.add("this node, " + group.members().get(self) + ", finds itself: " + own);
        paths.forEach(each -> lines.add(each.text()));
        return new AttestationsAnswer(
                true,
                lines,
                AttestationText.graphviz(graph).lines().toList(),
                group.members().get(self),
                own,
                group.members(),
                graph.attestations().stream().map(each -> said(each, epochNs)).toList(),
                paths);
    }

    private static Said said(final Attestation attestation, final long epochNs) {
        return new Said(
                attestation.attester(),
                attestation.attestee(),
                attestation.finding().text(),
                TimeUnit.NANOSECONDS.toMillis(attestation.expiryNs() - epochNs),
                attestation.number());
    }

    private static Paths paths(final GraphQuestions questions, final String from, final String to) {
        return new Paths(
                from,
                to,
                questions.vertexDisjointPaths(from, to),
                questions.minimumVertexCut(from, to).orElse(null));
    }
}
