package io.holdfast.recovery.attestation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.flow.EdmondsKarpMFImpl;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultDirectedWeightedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DefaultWeightedEdge;

/**
 * Questions about paths of trust: who vouches for one who vouches for one.
 *
 * <p>Paths that share no member are counted by a flow in which every member is an edge of capacity one (Menger's
 * theorem). Not for the packet path: each question is answered anew.
 */
public final class GraphQuestions {
    private static final double HALF = 0.5;

    private final Graph<String, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);

    /** A member, as its incoming edges see it or as its outgoing ones do. */
    private record Side(String member, boolean outgoing) {}

    GraphQuestions(final AttestationGraph attestations) {
        attestations.members().forEach(graph::addVertex);
        for (final Attestation attestation : attestations.attestations()) {
            if (attestation.vouches() && !attestation.attester().equals(attestation.attestee())) {
                graph.addEdge(attestation.attester(), attestation.attestee());
            }
        }
    }

    /** The largest sets of members of which each reaches each. */
    public List<Set<String>> strongParts() {
        return new KosarajuStrongConnectivityInspector<>(graph)
                .stronglyConnectedSets().stream()
                        .map(part -> (Set<String>) new TreeSet<>(part))
                        .toList();
    }

    /** The part that a member is in. */
    public Set<String> strongPartOf(final String member) {
        return strongParts().stream()
                .filter(part -> part.contains(member))
                .findFirst()
                .orElseThrow();
    }

    /**
     * As many paths as there are that share nothing but their ends.
     *
     * @return each from the one member to the other, both included
     */
    public List<List<String>> vertexDisjointPaths(final String from, final String to) {
        final Graph<Side, DefaultWeightedEdge> flowGraph = split(from, to, 1);
        final Map<DefaultWeightedEdge, Double> flow = new EdmondsKarpMFImpl<>(flowGraph)
                .getMaximumFlow(new Side(from, true), new Side(to, false))
                .getFlowMap();
        final Map<Side, List<Side>> next = new HashMap<>();
        flow.forEach((edge, amount) -> {
            if (amount > HALF) {
                next.computeIfAbsent(flowGraph.getEdgeSource(edge), side -> new ArrayList<>())
                        .add(flowGraph.getEdgeTarget(edge));
            }
        });
        final List<List<String>> paths = new ArrayList<>();
        for (final Side first : next.getOrDefault(new Side(from, true), List.of())) {
            paths.add(path(from, first, to, next));
        }
        return paths;
    }

    private static List<String> path(
            final String from, final Side first, final String to, final Map<Side, List<Side>> next) {
        final List<String> path = new ArrayList<>(List.of(from));
        Side side = first;
        while (!side.member().equals(to)) {
            path.add(side.member());
            final Side out = new Side(side.member(), true);
            side = next.get(out).getFirst();
        }
        path.add(to);
        return path;
    }

    /**
     * The fewest members without whom no path is left.
     *
     * @return empty if one vouches for the other directly, for then no third one matters; a set without members if there
     *     is no path anyway
     */
    public Optional<Set<String>> minimumVertexCut(final String from, final String to) {
        if (graph.containsEdge(from, to)) {
            return Optional.empty();
        }
        final int unlimited = graph.vertexSet().size() + 1;
        final EdmondsKarpMFImpl<Side, DefaultWeightedEdge> flow = new EdmondsKarpMFImpl<>(split(from, to, unlimited));
        flow.calculateMinCut(new Side(from, true), new Side(to, false));
        final Set<Side> near = new HashSet<>(flow.getSourcePartition());
        final Set<String> cut = new TreeSet<>();
        for (final String member : graph.vertexSet()) {
            if (near.contains(new Side(member, false)) && !near.contains(new Side(member, true))) {
                cut.add(member);
            }
        }
        return Optional.of(cut);
    }

    /** Every member but the ends becomes an edge of capacity one. */
    private Graph<Side, DefaultWeightedEdge> split(final String from, final String to, final int edgeCapacity) {
        final Graph<Side, DefaultWeightedEdge> split = new DefaultDirectedWeightedGraph<>(DefaultWeightedEdge.class);
        for (final String member : graph.vertexSet()) {
            split.addVertex(new Side(member, false));
            split.addVertex(new Side(member, true));
            if (!member.equals(from) && !member.equals(to)) {
                connect(split, new Side(member, false), new Side(member, true), 1);
            }
        }
        for (final DefaultEdge edge : graph.edgeSet()) {
            final String source = graph.getEdgeSource(edge);
            final String target = graph.getEdgeTarget(edge);
            if (!target.equals(from) && !source.equals(to)) {
                connect(split, new Side(source, true), new Side(target, false), edgeCapacity);
            }
        }
        return split;
    }

    private static void connect(
            final Graph<Side, DefaultWeightedEdge> split, final Side from, final Side to, final int capacity) {
        split.setEdgeWeight(split.addEdge(from, to), capacity);
    }
}
