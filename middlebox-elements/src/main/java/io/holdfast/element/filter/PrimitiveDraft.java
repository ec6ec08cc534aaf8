package io.holdfast.element.filter;

import io.holdfast.element.filter.Condition.Direction;
import io.holdfast.element.filter.Condition.Relation;
import io.holdfast.element.filter.Field.Kind;

/** A primitive while it is read: collects its parts, then checks that they agree. */
final class PrimitiveDraft {
    private static final long MAX_BYTE = 255;

    private Field field = Field.NONE;
    private Field data = Field.NONE;
    private boolean hasNumber;
    private Direction direction = Direction.NONE;
    private int protocol = Protocols.UNKNOWN;
    private Relation relation = Relation.EQUAL;
    private boolean isLess;
    private boolean isNegated;
    private boolean isRelationGiven;
    private long value;
    private int mask;
    private int givenMask;

    void field(final Field newField) throws PatternException {
        if (hasField()) {
            throw new PatternException("type specified twice");
        }
        field = newField;
        if (newField.protocol() != Protocols.UNKNOWN) {
            protocol(newField.protocol());
        }
    }

    void direction(final Direction newDirection) throws PatternException {
        if (direction != Direction.NONE) {
            throw new PatternException("'src' or 'dst' specified twice");
        }
        direction = newDirection;
    }

    void protocol(final int newProtocol) throws PatternException {
        if (protocol != Protocols.UNKNOWN && protocol != newProtocol) {
            throw new PatternException("transport protocol specified twice");
        }
        protocol = newProtocol;
    }

    /** Names a field by its place in the header: of the protocol that was named, or of IP. */
    void bytes(final int position, final int length) throws PatternException {
        if (length < 1 || length > 4) {
            throw new PatternException("LEN in '[POS:LEN]' out of range, should be between 1 and 4");
        }
        if (position / 4 != (position + length - 1) / 4) {
            throw new PatternException("field [" + position + ":" + length + "] does not fit in a single word");
        }
        if (position > 1500) {
            throw new PatternException("POS in '[POS:LEN]' out of range, bound 1500");
        }
        final String name = protocol == Protocols.UNKNOWN ? "ip[...]" : Protocols.name(protocol) + "[...]";
        field = Field.bits(name, protocol, position * 8, length * 8);
    }

    boolean hasField() {
        return field.kind() != Kind.NONE;
    }

    Kind fieldKind() {
        // A name of an ICMP type fits only there, not in every field of bits.
        return field.kind() == Kind.BITS && !field.equals(Field.ICMP_TYPE) ? Kind.HOST : field.kind();
    }

    int namedProtocol() {
        return protocol;
    }

    /** Whether what follows cannot be a value of this primitive. */
    boolean takesNoData() {
        return switch (field.kind()) {
            case FRAGMENT, UNFRAGMENTED, CONGESTION -> true;
            default -> false;
        };
    }

    void givenMask(final int newMask) {
        givenMask = newMask;
    }

    void relation(final Relation newRelation, final boolean negated) {
        relation = newRelation;
        isNegated = negated;
    }

    /** Notes {@code <}, or if negated {@code >=}. */
    void less(final boolean negated) {
        isLess = true;
        isNegated = negated;
    }

    void hasRelation() {
        isRelationGiven = true;
    }

    void number(final long number) {
        hasNumber = true;
        value = number;
    }

    void name(final NameMatch match) {
        data = match.field();
        value = match.value();
    }

    void host(final int address) {
        data = Field.HOST;
        value = Integer.toUnsignedLong(address);
    }

    void net(final int address, final int netMask) {
        data = Field.NET;
        value = Integer.toUnsignedLong(address);
        mask = netMask;
    }

    void refuseDanglingRelation(final String word) throws PatternException {
        if (isRelationGiven) {
            throw new PatternException("dangling operator near '" + word + "'");
        }
    }

    /** Fills in what was left out, checks, and makes the primitive. */
    Condition.Primitive finish(final PrimitiveDraft previous) throws PatternException {
        if (!hasField()) {
            inferField(previous);
        }
        checkData();
        switch (field.kind()) {
            case HOST -> finishHost();
            case NET -> finishNet();
            case PROTOCOL -> finishProtocol();
            case PORT -> finishPort();
            case TCP_FLAGS -> finishFlags();
            case ECN_CAPABLE -> finishEcn();
            case CONGESTION -> compareTos(3, 3, false);
            case FRAGMENT, UNFRAGMENTED -> {}
            default -> maskValue(field.fullMask());
        }
        if (direction == Direction.NONE && (field.kind() == Kind.HOST || field.kind() == Kind.PORT)) {
            direction = Direction.EITHER;
        }
        return new Condition.Primitive(field, direction, protocol, mask, (int) value, relation, isNegated);
    }

    private void inferField(final PrimitiveDraft previous) throws PatternException {
        Field wanted = data;
        if (hasNumber) {
            wanted = previous.field;
            if (wanted.kind() == Kind.HOST || wanted.kind() == Kind.NONE) {
                throw new PatternException("specify header field or 'port'");
            }
        } else if (wanted.kind() == Kind.NONE) {
            if (protocol == Protocols.UNKNOWN) {
                throw new PatternException("partial directive");
            }
            wanted = Field.PROTOCOL;
        }
        field = wanted;
        final boolean hasDirection =
                wanted.kind() == Kind.HOST || wanted.kind() == Kind.NET || wanted.kind() == Kind.PORT;
        if (hasDirection && direction == Direction.NONE) {
            direction = previous.direction;
        }
        if (wanted.kind() == Kind.PORT && protocol == Protocols.UNKNOWN) {
            protocol = previous.protocol;
        } else if (wanted.protocol() != Protocols.UNKNOWN && protocol == Protocols.UNKNOWN) {
            protocol = wanted.protocol();
        }
    }

    private void checkData() throws PatternException {
        final Kind kind = field.kind();
        final boolean isNamed = data.kind() != Kind.NONE;
        switch (kind) {
            case HOST -> require(data.kind() == Kind.HOST, "IP address missing in 'host' directive");
            case NET -> require(data.kind() == Kind.NET, "IP prefix missing in 'net' directive");
            case PORT -> require(hasNumber || data.kind() == Kind.PORT, "port number missing in 'port' directive");
            case TCP_FLAGS ->
                require(hasNumber || data.kind() == Kind.TCP_FLAGS, "TCP options missing in 'tcp opt' directive");
            case FRAGMENT, UNFRAGMENTED, CONGESTION ->
                require(!hasNumber && !isNamed && !isRelationGiven, "'" + field.name() + "' directive takes no data");
            case ECN_CAPABLE -> require(!isNamed, "weird data given to 'ip ect' directive");
            case PROTOCOL -> {}
            default ->
                require(
                        hasNumber || isNamed && data.equals(field),
                        "value missing in '" + field.name() + "' directive");
        }
        final boolean isCompared = kind == Kind.PORT || kind == Kind.HOST || kind == Kind.NET;
        require(direction == Direction.NONE || isCompared, "'src' or 'dst' is meaningless with '" + field.name() + "'");
    }

    private void finishHost() throws PatternException {
        refuseOrder("host");
        mask = givenMask == 0 ? -1 : givenMask;
        value &= Integer.toUnsignedLong(mask);
    }

    private void finishNet() throws PatternException {
        refuseOrder("net");
        field = Field.HOST;
        mask = givenMask == 0 ? mask : givenMask;
        value &= Integer.toUnsignedLong(mask);
    }

    private void finishProtocol() throws PatternException {
        if (hasNumber || data.kind() == Kind.PROTOCOL) {
            require(protocol == Protocols.UNKNOWN || protocol == value, "transport protocol specified twice");
        } else {
            require(protocol != Protocols.UNKNOWN, "IP protocol missing in 'proto' directive");
            value = protocol;
        }
        protocol = Protocols.UNKNOWN;
        if (value > MAX_BYTE && !hasNumber) {
            final boolean isPlain = relation == Relation.EQUAL && !isLess && givenMask == 0;
            require(isPlain, "can't use relational operators or masks with '" + Protocols.name((int) value) + "'");
            mask = 0xff;
        } else {
            maskValue(0xff);
        }
    }

    private void finishPort() throws PatternException {
        if (protocol == Protocols.UNKNOWN) {
            protocol = Protocols.TCP_OR_UDP;
        }
        require(
                protocol == Protocols.TCP || protocol == Protocols.UDP || protocol == Protocols.TCP_OR_UDP,
                "bad protocol " + protocol + " for 'port' directive");
        maskValue(0xffff);
    }

    private void finishFlags() throws PatternException {
        if (protocol == Protocols.UNKNOWN) {
            protocol = Protocols.TCP;
        }
        require(protocol == Protocols.TCP, "bad protocol " + protocol + " for 'tcp opt' directive");
        require(!isRelationGiven && givenMask == 0, "can't use relational operators or masks with 'tcp opt'");
        require(value <= MAX_BYTE, "value " + value + " out of range");
        mask = (int) value;
    }

    private void finishEcn() throws PatternException {
        if (!hasNumber) {
            compareTos(3, 0, true);
        } else {
            maskValue(3);
            compareTos(mask, (int) value, isNegated);
        }
    }

    private void compareTos(final int tosMask, final int tosValue, final boolean negated) {
        field = Field.named("tos");
        mask = tosMask;
        value = tosValue;
        isNegated = negated;
    }

    private void refuseOrder(final String directive) throws PatternException {
        require(relation == Relation.EQUAL && !isLess, "can't use relational operators with '" + directive + "'");
    }

    /** Checks the value against the field's size and turns every order into {@code >}. */
    private void maskValue(final int fullMask) throws PatternException {
        final long full = Integer.toUnsignedLong(fullMask);
        mask = givenMask == 0 ? fullMask : givenMask;
        final long limit = Integer.toUnsignedLong(mask);
        require(
                (limit & full) == limit,
                "mask 0x" + Long.toHexString(limit) + " out of range (0-0x" + Long.toHexString(full) + ")");
        if (isLess) {
            settleLess(limit);
        } else if (relation == Relation.GREATER) {
            if (value >= limit) {
                settle(isNegated);
            }
        } else {
            require(value <= full, "value " + value + " out of range (0-" + full + ")");
            value &= limit;
        }
    }

    private void settleLess(final long limit) {
        isLess = false;
        if (value == 0) {
            settle(isNegated);
        } else if (value > limit) {
            settle(!isNegated);
        } else {
            // x < N is not x > N - 1
            relation = Relation.GREATER;
            value--;
            isNegated = !isNegated;
        }
    }

    /** The comparison has the same result for every value of the field. */
    private void settle(final boolean result) {
        relation = Relation.EQUAL;
        mask = 0;
        value = 0;
        isNegated = !result;
    }

    private static void require(final boolean holds, final String message) throws PatternException {
        if (!holds) {
            throw new PatternException(message);
        }
    }
}
