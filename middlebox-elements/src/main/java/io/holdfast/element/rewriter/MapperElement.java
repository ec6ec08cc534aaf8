package io.holdfast.element.rewriter;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Parameter;
import io.holdfast.element.SoftState;
import io.holdfast.packet.PacketBatch;
import java.util.ArrayList;
import java.util.List;

/** A mapper with a list of patterns. It has no ports: rewriters name it. */
abstract class MapperElement extends Element implements FlowMapper {
    static final Parameter<String> PATTERNS =
            Parameter.rest("PATTERN", "SADDR SPORT DADDR DPORT FOUTPUT ROUTPUT, or a pattern's name and the outputs");

    /** Before the rewriters, which look at the outputs. */
    private static final int MAPPER_PHASE = 50;

    @SoftState("changes while it is configured")
    private final List<InputSpec> specs = new ArrayList<>();

    private MappingRule[] rules = new MappingRule[0];

    @Override
    public final int configurePhase() {
        return MAPPER_PHASE;
    }

    /** Reads a pattern with its outputs, and reports what is wrong with it. */
    final void addPattern(final Arguments arguments, final String text) {
        try {
            final List<String> words = List.of(text.strip().split("\\s+", -1));
            specs.add(new InputSpecReader(RewritePattern.FLOW_WORDS, arguments.scope()).readMap(words, text));
        } catch (final IllegalArgumentException e) {
            arguments.error("PATTERN" + specs.size() + ": " + e.getMessage());
            specs.add(InputSpec.DROPPED);
        }
    }

    final int ruleCount() {
        return specs.size();
    }

    final MappingRule rule(final int number) {
        return rules[number];
    }

    @Override
    public void initialize(final ElementContext context) {
        rules = new MappingRule[specs.size()];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = MappingRule.of(specs.get(i), context, "ports" + i);
        }
    }

    @Override
    public final int highestOutput() {
        return specs.stream().mapToInt(InputSpec::highestOutput).max().orElse(-1);
    }

    @Override
    public final void push(final int input, final PacketBatch batch) {
        throw new IllegalStateException("a mapper has no inputs");
    }
}
