package io.holdfast.element.rewriter;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.Parameter;
import io.holdfast.packet.PacketBatch;
import java.util.List;

/**
 * Gives names to patterns: {@code IPRewriterPatterns(NAME SADDR SPORT DADDR DPORT, ...)}.
 *
 * <p>A name holds in the compound that the element is in, and below. {@link io.holdfast.element.GraphNames} keeps them; this
 * element checks them.
 */
final class IPRewriterPatterns extends Element {
    static final Parameter<String> PATTERNS = Parameter.rest("NAME PATTERN", "a name and SADDR SPORT DADDR DPORT");

    @Override
    public void configure(final Arguments arguments) {
        final InputSpecReader reader = new InputSpecReader(RewritePattern.FLOW_WORDS, arguments.scope());
        int number = 0;
        for (final String text : arguments.rest()) {
            final List<String> words = List.of(text.strip().split("\\s+", -1));
            try {
                reader.pattern(words.subList(1, words.size()));
            } catch (final IllegalArgumentException e) {
                arguments.error("PATTERN" + number + " '" + words.getFirst() + "': " + e.getMessage());
            }
            number++;
        }
        arguments.finish();
    }

    @Override
    public int configurePhase() {
        return 0;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        throw new IllegalStateException("no inputs");
    }
}
