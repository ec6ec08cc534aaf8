package io.holdfast.element.filter;

/**
 * A field of the pattern language.
 *
 * @param kind of field
 * @param name in messages: {@code ip ttl}
 * @param protocol that the field's header belongs to, or {@link Protocols#UNKNOWN} if the field is in the IP header
 * @param bitOffset of its first bit in that header
 * @param bits of it, up to 32, within one aligned word
 */
record Field(Kind kind, String name, int protocol, int bitOffset, int bits) {
    /** What a field is. */
    enum Kind {
        /** No field was named. */
        NONE,
        HOST,
        NET,
        PROTOCOL,
        PORT,
        TCP_FLAGS,
        FRAGMENT,
        UNFRAGMENTED,
        ECN_CAPABLE,
        CONGESTION,
        /** Bits at a fixed place of a header. */
        BITS
    }

    static final Field NONE = new Field(Kind.NONE, "<none>", Protocols.UNKNOWN, 0, 0);
    static final Field HOST = new Field(Kind.HOST, "ip host", Protocols.UNKNOWN, 0, 32);
    static final Field NET = new Field(Kind.NET, "ip net", Protocols.UNKNOWN, 0, 32);
    static final Field PROTOCOL = new Field(Kind.PROTOCOL, "proto", Protocols.UNKNOWN, 72, 8);
    static final Field PORT = new Field(Kind.PORT, "port", Protocols.UNKNOWN, 0, 16);
    static final Field TCP_FLAGS = new Field(Kind.TCP_FLAGS, "tcp opt", Protocols.TCP, 104, 8);
    static final Field FRAGMENT = new Field(Kind.FRAGMENT, "ip frag", Protocols.UNKNOWN, 0, 0);
    static final Field UNFRAGMENTED = new Field(Kind.UNFRAGMENTED, "ip unfrag", Protocols.UNKNOWN, 0, 0);
    static final Field ECN_CAPABLE = new Field(Kind.ECN_CAPABLE, "ip ect", Protocols.UNKNOWN, 14, 2);
    static final Field CONGESTION = new Field(Kind.CONGESTION, "ip ce", Protocols.UNKNOWN, 14, 2);
    static final Field ICMP_TYPE = bits("icmp type", Protocols.ICMP, 0, 8);

    static Field bits(final String name, final int protocol, final int bitOffset, final int bits) {
        return new Field(Kind.BITS, name, protocol, bitOffset, bits);
    }

    /** The field that a word of the language names; null if none. */
    static Field named(final String word) {
        return switch (word) {
            case "host" -> HOST;
            case "net" -> NET;
            case "proto" -> PROTOCOL;
            case "port" -> PORT;
            case "opt" -> TCP_FLAGS;
            case "frag" -> FRAGMENT;
            case "unfrag" -> UNFRAGMENTED;
            case "ect" -> ECN_CAPABLE;
            case "ce" -> CONGESTION;
            case "vers" -> bits("ip vers", Protocols.UNKNOWN, 0, 4);
            case "hl" -> bits("ip hl", Protocols.UNKNOWN, 4, 4);
            case "tos" -> bits("ip tos", Protocols.UNKNOWN, 8, 8);
            case "dscp" -> bits("ip dscp", Protocols.UNKNOWN, 8, 6);
            case "len" -> bits("ip len", Protocols.UNKNOWN, 16, 16);
            case "id" -> bits("ip id", Protocols.UNKNOWN, 32, 16);
            case "ttl" -> bits("ip ttl", Protocols.UNKNOWN, 64, 8);
            case "csum" -> bits("ip csum", Protocols.UNKNOWN, 80, 16);
            case "win" -> bits("tcp win", Protocols.TCP, 112, 16);
            case "type" -> ICMP_TYPE;
            default -> null;
        };
    }

    /** Largest value of the field. */
    int fullMask() {
        return bits == 32 ? -1 : (1 << bits) - 1;
    }

    /** Whether the field is in a transport header, which only a first fragment has. */
    boolean isTransport() {
        return kind == Kind.PORT || kind == Kind.TCP_FLAGS || kind == Kind.BITS && protocol != Protocols.UNKNOWN;
    }
}
