package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against answers that are found by trying everything. */
class GraphQuestionsTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    /** Each bit is an edge. */
    @Property
    void shouldCountDisjointPathsAndCuts(@ForAll @IntRange(max = (1 << 20) - 1) final int edges) {
        final AttestationGraph graph = graph(edges);
        final List<List<String>> paths = graph.questions().vertexDisjointPaths("a", "e");
        final Set<String> used = new HashSet<>();
        for (final List<String> path : paths) {
            assertEquals("a", path.getFirst());
            assertEquals("e", path.getLast());
            for (int i = 1; i < path.size(); i++) {
                assertTrue(graph.vouches(path.get(i - 1), path.get(i)), () -> path + " is no path");
            }
            path.subList(1, path.size() - 1).forEach(member -> assertTrue(used.add(member), () -> paths.toString()));
        }
        final int direct = graph.vouches("a", "e") ? 1 : 0;
        final int cut = smallestCut(graph);
        assertEquals(direct + cut, paths.size(), () -> "Menger: " + paths);
        final var found = graph.questions().minimumVertexCut("a", "e");
        assertEquals(direct == 0, found.isPresent());
        found.ifPresent(members -> {
            assertEquals(cut, members.size());
            assertTrue(!reachable(graph, "a", members, true).contains("e"), () -> members + " does not cut");
        });
    }

    @Property
    void shouldFindStrongParts(@ForAll @IntRange(max = (1 << 20) - 1) final int edges) {
        final AttestationGraph graph = graph(edges);
        for (final String one : NAMES) {
            final Set<String> part = graph.questions().strongPartOf(one);
            for (final String other : NAMES) {
                final boolean together = reachable(graph, one, Set.of(), true).contains(other)
                        && reachable(graph, other, Set.of(), true).contains(one);
                assertEquals(together, part.contains(other), () -> one + " and " + other + ": " + part);
            }
        }
    }

    /** Fewest members between a and e, the direct edge aside. */
    private static int smallestCut(final AttestationGraph graph) {
        int best = NAMES.size();
        for (int chosen = 0; chosen < 8; chosen++) {
            final Set<String> without = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                if ((chosen & 1 << i) != 0) {
                    without.add(NAMES.get(i + 1));
                }
            }
            if (!reachable(graph, "a", without, false).contains("e")) {
                best = Math.min(best, without.size());
            }
        }
        return best;
    }

    private static Set<String> reachable(
            final AttestationGraph graph, final String from, final Set<String> without, final boolean direct) {
        final Set<String> seen = new HashSet<>(Set.of(from));
        final Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            final String at = open.remove();
            for (final String next : NAMES) {
                final boolean skipped = !direct && at.equals("a") && next.equals("e");
                if (!skipped && graph.vouches(at, next) && !without.contains(next) && seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }

    private static AttestationGraph graph(final int edges) {
        final List<Attestation> attestations = new ArrayList<>();
        int bit = 0;
        for (final String attester : NAMES) {
            for (final String attestee : NAMES) {
                if (!attester.equals(attestee) && (edges & 1 << bit++) != 0) {
                    attestations.add(new Attestation("g", attester, 1, attestee, 1, 1, 0, 1, Finding.WORKS));
                }
            }
        }
        return new AttestationGraph("g", NAMES, attestations);
    }
}
