package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.WordTest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a decision graph down as a program; runs of equality tests of the same bits become one search. */
final class ProgramEmitter {
    /** Shortest run that is worth a search. */
    private static final int MIN_SEARCH = 4;

    private record Patch(int position, int target) {}

    private final DecisionGraph graph;
    private final Map<Integer, Integer> places = new LinkedHashMap<>();
    private final ArrayDeque<Integer> open = new ArrayDeque<>();
    private final List<Patch> patches = new ArrayList<>();
    private int[] code = new int[64];
    private int length;
    private int depthFirst;
    private int depthTransport;

    ProgramEmitter(final DecisionGraph graph) {
        this.graph = graph;
    }

    DecisionProgram emit(final int root) {
        if (root >= 0) {
            open.add(root);
        }
        while (!open.isEmpty()) {
            final int number = open.removeFirst();
            if (!places.containsKey(number)) {
                places.put(number, length);
                emitNode(graph.node(number));
            }
        }
        for (final Patch patch : patches) {
            code[patch.position()] = places.get(patch.target());
        }
        return new DecisionProgram(
                Arrays.copyOf(code, length), root < 0 ? root : places.get(root), depthFirst, depthTransport);
    }

    private void emitNode(final DecisionNode node) {
        final WordTest test = node.test();
        final int end = test.offset() + test.neededBytes();
        if (test.base() == Condition.Base.TRANSPORT) {
            depthTransport = Math.max(depthTransport, end);
        } else {
            depthFirst = Math.max(depthFirst, end);
        }
        final TreeMap<Integer, Integer> values = new TreeMap<>();
        final int otherwise = collect(node, values);
        final boolean isSearch = values.size() >= MIN_SEARCH;
        add(DecisionProgram.operation(test.base(), isSearch, test.isGreater()));
        add(test.offset());
        add(test.neededBytes());
        add(test.mask());
        final int no = isSearch ? otherwise : node.no();
        // of bytes that every packet has, the two are the same
        addTarget(node.absent() == node.no() ? no : node.absent());
        addTarget(no);
        if (isSearch) {
            add(values.size());
            values.keySet().forEach(this::add);
            values.values().forEach(this::addTarget);
        } else {
            addTarget(node.yes());
            add(test.value());
        }
    }

    /** Follows a run of equality tests of the same bits. Returns where it leads if none holds. */
    private int collect(final DecisionNode first, final Map<Integer, Integer> values) {
        final WordTest test = first.test();
        DecisionNode node = first;
        while (!node.test().isGreater()) {
            values.putIfAbsent(node.test().value(), node.yes());
            final DecisionNode next = node.no() < 0 ? null : graph.node(node.no());
            if (next == null
                    || next.base() != test.base()
                    || next.test().offset() != test.offset()
                    || next.test().mask() != test.mask()
                    || next.test().isGreater()) {
                return node.no();
            }
            node = next;
        }
        return node.no();
    }

    private void addTarget(final int target) {
        if (target >= 0) {
            open.add(target);
            patches.add(new Patch(length, target));
        }
        add(target);
    }

    private void add(final int word) {
        if (length == code.length) {
            code = Arrays.copyOf(code, 2 * length);
        }
        code[length++] = word;
    }
}
