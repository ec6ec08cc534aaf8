package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.Base;
import io.holdfast.element.filter.Condition.Direction;
import io.holdfast.element.filter.Condition.Primitive;
import io.holdfast.element.filter.Condition.Relation;
import io.holdfast.element.filter.Condition.WordTest;
import java.util.ArrayList;
import java.util.List;

/** Turns primitives into comparisons of words. */
final class PrimitiveLowering {
    private static final int FRAGMENT_WORD = 4;
    private static final int PROTOCOL_WORD = 8;
    private static final int SOURCE_WORD = 12;
    private static final int DESTINATION_WORD = 16;
    private static final int FLAGS_WORD = 12;
    private static final int FRAGMENT_OFFSET_MASK = 0x1fff;
    private static final int FRAGMENT_MASK = 0x3fff;

    private PrimitiveLowering() {}

    static Condition lower(final Primitive p) {
        final List<Condition> parts = new ArrayList<>();
        if (p.field().isTransport()) {
            // only the first fragment has a transport header
            parts.add(WordTest.equal(Base.FIRST, FRAGMENT_WORD, FRAGMENT_OFFSET_MASK, 0));
        }
        if (p.protocol() != Protocols.UNKNOWN) {
            parts.add(protocol(p.protocol(), 0xff, Relation.EQUAL, false));
        }
        parts.add(comparison(p));
        return parts.size() == 1 ? parts.getFirst() : new Condition.All(parts);
    }

    private static Condition comparison(final Primitive p) {
        return switch (p.field().kind()) {
            case HOST -> addresses(p);
            case PORT -> ports(p);
            case PROTOCOL -> protocol(p.value(), p.mask(), p.relation(), p.isNegated());
            case FRAGMENT -> new WordTest(Base.FIRST, FRAGMENT_WORD, FRAGMENT_MASK, 0, false, true);
            case UNFRAGMENTED -> WordTest.equal(Base.FIRST, FRAGMENT_WORD, FRAGMENT_MASK, 0);
            case TCP_FLAGS -> WordTest.equal(Base.TRANSPORT, FLAGS_WORD, p.value() << 16, p.value() << 16);
            default -> bits(p);
        };
    }

    private static Condition protocol(
            final int protocol, final int mask, final Relation relation, final boolean isNegated) {
        if (protocol == Protocols.TRANSPORT) {
            return isNegated ? Condition.NEVER : Condition.ALWAYS;
        }
        if (protocol == Protocols.TCP_OR_UDP) {
            final Condition either = new Condition.Any(List.of(
                    protocol(Protocols.TCP, 0xff, Relation.EQUAL, false),
                    protocol(Protocols.UDP, 0xff, Relation.EQUAL, false)));
            return isNegated ? new Condition.Not(either) : either;
        }
        return new WordTest(
                Base.FIRST, PROTOCOL_WORD, mask << 16, protocol << 16, relation == Relation.GREATER, isNegated);
    }

    private static Condition addresses(final Primitive p) {
        final WordTest source = WordTest.equal(Base.FIRST, SOURCE_WORD, p.mask(), p.value());
        final WordTest destination = WordTest.equal(Base.FIRST, DESTINATION_WORD, p.mask(), p.value());
        final Condition positive = combine(p.direction(), source, destination);
        return p.isNegated() ? new Condition.Not(positive) : positive;
    }

    /** A negated comparison of ports is true only where there are ports: each test is negated, and their connective. */
    private static Condition ports(final Primitive p) {
        final boolean isGreater = p.relation() == Relation.GREATER;
        final WordTest source =
                new WordTest(Base.TRANSPORT, 0, p.mask() << 16, p.value() << 16, isGreater, p.isNegated());
        final WordTest destination = new WordTest(Base.TRANSPORT, 0, p.mask(), p.value(), isGreater, p.isNegated());
        return combine(p.isNegated() ? opposite(p.direction()) : p.direction(), source, destination);
    }

    private static Direction opposite(final Direction direction) {
        return switch (direction) {
            case BOTH -> Direction.EITHER;
            case EITHER -> Direction.BOTH;
            default -> direction;
        };
    }

    private static Condition combine(final Direction direction, final Condition source, final Condition destination) {
        return switch (direction) {
            case SOURCE -> source;
            case DESTINATION -> destination;
            case BOTH -> new Condition.All(List.of(source, destination));
            default -> new Condition.Any(List.of(source, destination));
        };
    }

    private static Condition bits(final Primitive p) {
        final int bit = p.field().bitOffset();
        final int shift = 32 - bit % 32 - p.field().bits();
        final Base base = p.field().isTransport() ? Base.TRANSPORT : Base.FIRST;
        return new WordTest(
                base,
                bit / 32 * 4,
                p.mask() << shift,
                p.value() << shift,
                p.relation() == Relation.GREATER,
                p.isNegated());
    }
}
