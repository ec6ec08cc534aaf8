package io.holdfast.element.filter;

import io.holdfast.element.filter.DecisionNode.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Removes tests whose outcome earlier ones have settled.
 *
 * <p><b>Theory of operation.</b> Nodes are visited from the root, a node before those that it leads to. What is known
 * at a node is what all ways to it have in common. Each of its three edges knows the outcome as well; where that
 * settles the test at the edge's end, the edge is led on to that test's outcome, and again. Then the nodes that can
 * still be reached are made anew, which finds equal ones and drops those that decide nothing. This is repeated while
 * it helps. The graph never grows.
 */
final class GraphOptimizer {
    private static final int MAX_ROUNDS = 8;

    /** Most facts that are kept at a node; forgetting some only misses chances. */
    private static final int MAX_FACTS = 48;

    private final DecisionGraph graph;
    private final int root;
    private final DecisionNode[] changed;
    private final List<List<TestFact>> facts;
    private boolean hasChanged;

    private GraphOptimizer(final DecisionGraph graph, final int root) {
        this.graph = graph;
        this.root = root;
        changed = new DecisionNode[graph.size()];
        facts = new ArrayList<>(java.util.Collections.nCopies(graph.size(), null));
    }

    /** Compiles the best graph that is found into a program. */
    static DecisionProgram compile(final DecisionGraph first, final int firstRoot) {
        DecisionGraph graph = first;
        int root = firstRoot;
        for (int round = 0; round < MAX_ROUNDS && root >= 0; round++) {
            final GraphOptimizer optimizer = new GraphOptimizer(graph, root);
            optimizer.thread();
            final DecisionGraph next = new DecisionGraph(graph.guaranteedBytes());
            root = optimizer.rebuild(next);
            graph = next;
            if (!optimizer.hasChanged) {
                break;
            }
        }
        return new ProgramEmitter(graph).emit(root);
    }

    private void thread() {
        facts.set(root, List.of());
        for (int number = root; number >= 0; number--) {
            final List<TestFact> known = facts.get(number);
            if (known != null) {
                final DecisionNode node = graph.node(number);
                final int yes = lead(node, Outcome.YES, known);
                final int no = lead(node, Outcome.NO, known);
                final int absent = lead(node, Outcome.ABSENT, known);
                changed[number] = new DecisionNode(node.test(), yes, no, absent);
                hasChanged |= !changed[number].equals(node);
            }
        }
    }

    /** Leads an edge past the tests that are settled, and tells the node at its end what is known. */
    private int lead(final DecisionNode node, final Outcome outcome, final List<TestFact> known) {
        final List<TestFact> edge = new ArrayList<>(known.size() + 1);
        edge.add(new TestFact(node.test(), outcome));
        edge.addAll(known);
        int target = node.target(outcome);
        while (target >= 0) {
            final DecisionNode next = graph.node(target);
            final Outcome settled = settled(next, edge);
            if (settled == null) {
                break;
            }
            target = next.target(settled);
        }
        if (target >= 0) {
            meet(target, edge);
        }
        return target;
    }

    private static Outcome settled(final DecisionNode node, final List<TestFact> known) {
        for (final TestFact fact : known) {
            final Outcome implied = fact.implied(node.test());
            if (implied != null) {
                return implied;
            }
        }
        return null;
    }

    private void meet(final int target, final List<TestFact> edge) {
        final List<TestFact> before = facts.get(target);
        if (before == null) {
            facts.set(target, edge.size() > MAX_FACTS ? List.copyOf(edge.subList(0, MAX_FACTS)) : edge);
        } else {
            facts.set(target, before.stream().filter(edge::contains).toList());
        }
    }

    /** Makes the nodes anew that can be reached. Returns the root's target. */
    private int rebuild(final DecisionGraph next) {
        final int[] targets = new int[graph.size()];
        final boolean[] isReached = reachable();
        Arrays.fill(targets, Integer.MIN_VALUE);
        for (int number = 0; number <= root; number++) {
            if (isReached[number]) {
                final DecisionNode node = changed[number];
                targets[number] = next.add(new DecisionNode(
                        node.test(),
                        moved(node.yes(), targets),
                        moved(node.no(), targets),
                        moved(node.absent(), targets)));
            }
        }
        return targets[root];
    }

    private boolean[] reachable() {
        final boolean[] isReached = new boolean[graph.size()];
        isReached[root] = true;
        for (int number = root; number >= 0; number--) {
            if (isReached[number]) {
                for (final Outcome outcome : Outcome.values()) {
                    final int target = changed[number].target(outcome);
                    if (target >= 0) {
                        isReached[target] = true;
                    }
                }
            }
        }
        return isReached;
    }

    private static int moved(final int target, final int[] targets) {
        return target < 0 ? target : targets[target];
    }
}
