package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.Base;
import io.holdfast.element.filter.Condition.WordTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests that lead from one to the next and at last to a result; equal nodes are one.
 *
 * <p>A node is made after those that it leads to, so its number is greater than theirs: the graph has no cycle, and
 * every packet comes to a result. A condition is added with the targets for the packets that fulfil it and for the
 * others, which makes at most one node per test.
 */
final class DecisionGraph {
    /** Result of packets that nothing matches. */
    static final int NO_MATCH = Integer.MAX_VALUE;

    /** Most nodes of a graph. */
    static final int MAX_NODES = 1 << 20;

    private final List<DecisionNode> nodes = new ArrayList<>();
    private final Map<DecisionNode, Integer> numbers = new LinkedHashMap<>();
    private final int guaranteedBytes;

    /**
     * Makes an empty graph.
     *
     * @param guaranteedBytes that every packet has behind {@link Base#FIRST}
     */
    DecisionGraph(final int guaranteedBytes) {
        this.guaranteedBytes = guaranteedBytes;
    }

    int guaranteedBytes() {
        return guaranteedBytes;
    }

    int size() {
        return nodes.size();
    }

    DecisionNode node(final int number) {
        return nodes.get(number);
    }

    /** Adds a condition. Returns the target at which it begins. */
    int add(final Condition condition, final int ifTrue, final int ifFalse) {
        return switch (condition) {
            case Condition.Constant constant -> constant.value() ? ifTrue : ifFalse;
            case Condition.Not not -> add(not.part(), ifFalse, ifTrue);
            case Condition.Choice choice ->
                add(choice.test(), add(choice.then(), ifTrue, ifFalse), add(choice.otherwise(), ifTrue, ifFalse));
            case Condition.All all -> {
                int target = ifTrue;
                for (int i = all.parts().size() - 1; i >= 0; i--) {
                    target = add(all.parts().get(i), target, ifFalse);
                }
                yield target;
            }
            case Condition.Any any -> {
                int target = ifFalse;
                for (int i = any.parts().size() - 1; i >= 0; i--) {
                    target = add(any.parts().get(i), ifTrue, target);
                }
                yield target;
            }
            case Condition.Primitive primitive -> add(PrimitiveLowering.lower(primitive), ifTrue, ifFalse);
            case WordTest test -> add(test, ifTrue, ifFalse);
        };
    }

    private int add(final WordTest test, final int ifTrue, final int ifFalse) {
        final WordTest positive =
                new WordTest(test.base(), test.offset(), test.mask(), test.value(), test.isGreater(), false);
        final int yes = test.isNegated() ? ifFalse : ifTrue;
        final int no = test.isNegated() ? ifTrue : ifFalse;
        return add(new DecisionNode(positive, yes, no, ifFalse));
    }

    /** Adds a node, unless it is there or is of no use. Returns the target that stands for it. */
    int add(final DecisionNode node) {
        if (node.test().mask() == 0) {
            final boolean isTrue = !node.test().isGreater() && node.test().value() == 0;
            return isTrue ? node.yes() : node.no();
        }
        final DecisionNode sound =
                isGuaranteed(node.test()) ? new DecisionNode(node.test(), node.yes(), node.no(), node.no()) : node;
        if (sound.isRedundant()) {
            return sound.yes();
        }
        if (nodes.size() >= MAX_NODES) {
            throw new IllegalArgumentException("patterns need more than " + MAX_NODES + " tests");
        }
        final Integer known = numbers.putIfAbsent(sound, nodes.size());
        if (known != null) {
            return known;
        }
        nodes.add(sound);
        return nodes.size() - 1;
    }

    private boolean isGuaranteed(final WordTest test) {
        return test.base() == Base.FIRST && test.offset() + test.neededBytes() <= guaranteedBytes;
    }
}
