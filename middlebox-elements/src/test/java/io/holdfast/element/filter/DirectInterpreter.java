package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.Direction;
import io.holdfast.element.filter.Condition.Primitive;
import io.holdfast.element.filter.Condition.Relation;

/** Says whether a packet fulfils a condition by reading each field as the language describes it; no words, no graph. */
final class DirectInterpreter {
    private final byte[] packet;
    private final int transport;

    /** Takes an IP packet with at least a whole header. */
    DirectInterpreter(final byte[] packet) {
        this.packet = packet;
        transport = (packet[0] & 0xf) * 4;
    }

    boolean holds(final Condition condition) {
        return switch (condition) {
            case Condition.Constant constant -> constant.value();
            case Condition.Not not -> !holds(not.part());
            case Condition.All all -> all.parts().stream().allMatch(this::holds);
            case Condition.Any any -> any.parts().stream().anyMatch(this::holds);
            case Condition.Choice choice -> holds(choice.test()) ? holds(choice.then()) : holds(choice.otherwise());
            case Primitive primitive -> holds(primitive);
            case Condition.WordTest test -> throw new AssertionError("parsers make no word tests: " + test);
        };
    }

    private boolean holds(final Primitive p) {
        if (p.field().isTransport() && (number(48, 16) & 0x1fff) != 0) {
            return false;
        }
        if (p.protocol() != Protocols.UNKNOWN && !isProtocol(p.protocol())) {
            return false;
        }
        return switch (p.field().kind()) {
            case HOST -> p.isNegated() != hosts(p);
            case PORT -> ports(p);
            case PROTOCOL ->
                p.value() > 255 ? p.isNegated() != isProtocol(p.value()) : p.isNegated() != compare(p, number(72, 8));
            case FRAGMENT -> (number(48, 16) & 0x3fff) != 0;
            case UNFRAGMENTED -> (number(48, 16) & 0x3fff) == 0;
            case TCP_FLAGS ->
                p.value() == 0 || packet.length >= transport + 14 && (packet[transport + 13] & p.value()) == p.value();
            default -> bits(p);
        };
    }

    private boolean hosts(final Primitive p) {
        final boolean source = (number(96, 32) & p.mask()) == p.value();
        final boolean destination = (number(128, 32) & p.mask()) == p.value();
        return pick(p.direction(), source, destination);
    }

    private boolean ports(final Primitive p) {
        final boolean isSettled = p.mask() == 0;
        final boolean hasSource = isSettled || packet.length >= transport + lastByte(p.mask(), 16);
        final boolean hasDestination = isSettled || packet.length >= transport + 2 + lastByte(p.mask(), 16);
        final boolean source = hasSource && compare(p, isSettled ? 0 : padded(8 * transport, 16));
        final boolean destination = hasDestination && compare(p, isSettled ? 0 : padded(8 * transport + 16, 16));
        if (!p.isNegated()) {
            return pick(p.direction(), source, destination);
        }
        // both ports are as asked for under "or" only if neither is the value
        return switch (p.direction()) {
            case SOURCE -> hasSource && !source;
            case DESTINATION -> hasDestination && !destination;
            case BOTH -> hasSource && !source || hasDestination && !destination;
            default -> hasSource && !source && hasDestination && !destination;
        };
    }

    private boolean bits(final Primitive p) {
        final int begin = p.field().bitOffset() + (p.field().isTransport() ? 8 * transport : 0);
        final int end = begin / 8 + (begin % 8 + lastBit(p.mask(), p.field().bits()) + 7) / 8;
        if (p.mask() != 0 && end > packet.length) {
            return false;
        }
        return p.isNegated()
                != compare(p, p.mask() == 0 ? 0 : padded(begin, p.field().bits()));
    }

    private static boolean compare(final Primitive p, final int field) {
        final int masked = field & p.mask();
        return p.relation() == Relation.EQUAL ? masked == p.value() : Integer.compareUnsigned(masked, p.value()) > 0;
    }

    private boolean isProtocol(final int protocol) {
        final int actual = number(72, 8);
        return switch (protocol) {
            case Protocols.TRANSPORT -> true;
            case Protocols.TCP_OR_UDP -> actual == 6 || actual == 17;
            default -> actual == protocol;
        };
    }

    private static boolean pick(final Direction direction, final boolean source, final boolean destination) {
        return switch (direction) {
            case SOURCE -> source;
            case DESTINATION -> destination;
            case BOTH -> source && destination;
            default -> source || destination;
        };
    }

    /** Bits of a field up to the last one that the mask lets through. */
    private static int lastBit(final int mask, final int bits) {
        return bits - Integer.numberOfTrailingZeros(mask);
    }

    private static int lastByte(final int mask, final int bits) {
        return (lastBit(mask, bits) + 7) / 8;
    }

    private int number(final int beginBit, final int bits) {
        return padded(beginBit, bits);
    }

    /** A field bit by bit; bits behind the packet's end are zero. */
    private int padded(final int beginBit, final int bits) {
        int number = 0;
        for (int i = beginBit; i < beginBit + bits; i++) {
            final int octet = i / 8 < packet.length ? packet[i / 8] : 0;
            number = number << 1 | octet >> (7 - i % 8) & 1;
        }
        return number;
    }
}
