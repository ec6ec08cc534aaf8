package io.holdfast.element.rewriter;

import io.holdfast.element.Arguments;
import io.holdfast.element.SoftState;
import io.holdfast.element.click.ConfigurationValues;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Gives each source address always the same pattern: {@code SourceIPHashMapper(POINTS SEED, PATTERN0 ID0, ...)}.
 *
 * <p>Consistent hashing: each pattern has POINTS places on a ring, which depend on SEED and its ID only; an address
 * belongs to the first place at or behind its own. So one pattern more or less moves only the addresses that gain or
 * lose theirs. No state.
 */
final class SourceIPHashMapper extends MapperElement {
    private static final int MAX_POINTS = 4096;
    private static final int RULE_BITS = 16;
    private static final long RULE_MASK = (1L << RULE_BITS) - 1;

    /** Places on the ring, rising; the low bits are the rule's number. */
    private long[] ring = new long[0];

    private long seed;

    @SoftState("of the packet at hand")
    private int source;

    @SoftState("of the packet at hand")
    private boolean isTried;

    @Override
    public void configure(final Arguments arguments) {
        final List<String> all = arguments.rest();
        final int points = all.isEmpty() ? 0 : readRing(arguments, all.getFirst());
        for (int i = 1; i < all.size(); i++) {
            addNode(arguments, all.get(i), points);
        }
        if (all.size() < 2) {
            arguments.error("needs 'POINTS SEED' and at least one pattern with its number");
        }
        Arrays.sort(ring);
        arguments.finish();
    }

    private int readRing(final Arguments arguments, final String text) {
        final String[] words = text.strip().split("\\s+", -1);
        final OptionalLong points = ConfigurationValues.integer(words[0]);
        final OptionalLong seedValue = words.length == 2 ? ConfigurationValues.integer(words[1]) : OptionalLong.empty();
        if (points.isEmpty() || seedValue.isEmpty() || points.getAsLong() < 1 || points.getAsLong() > MAX_POINTS) {
            arguments.error("expected 'POINTS SEED' with POINTS in [1, " + MAX_POINTS + "], not: " + text);
            return 1;
        }
        seed = seedValue.getAsLong();
        return (int) points.getAsLong();
    }

    private void addNode(final Arguments arguments, final String text, final int points) {
        final int space = text.strip().lastIndexOf(' ');
        final OptionalLong id = ConfigurationValues.integer(text.strip().substring(space + 1));
        if (space < 0 || id.isEmpty()) {
            arguments.error("PATTERN" + ruleCount() + ": no number behind the pattern: " + text);
            return;
        }
        addPattern(arguments, text.strip().substring(0, space));
        final int begin = ring.length;
        ring = Arrays.copyOf(ring, begin + points);
        for (int i = 0; i < points; i++) {
            ring[begin + i] = mix(mix(seed ^ id.getAsLong()) + i) & ~RULE_MASK | ruleCount() - 1;
        }
    }

    /** SplitMix64's finish: each bit depends on all. */
    private static long mix(final long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    @Override
    public void begin(final long key0, final long key1) {
        source = FlowKey.source(key0);
        isTried = false;
    }

    @Override
    public MappingRule next() {
        if (isTried) {
            return null;
        }
        isTried = true;
        final int found = Arrays.binarySearch(ring, mix(seed ^ Integer.toUnsignedLong(source)));
        final int place = found >= 0 ? found : -1 - found;
        return rule((int) (ring[place == ring.length ? 0 : place] & RULE_MASK));
    }
}
