package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLong;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;

/**
 * What the elements that write whole IPv4 headers have in common: arguments, and the header itself.
 *
 * <p>Each header gets the next identifier; the counter is part of the state.
 */
public final class Ipv4Fields {
    public static final Parameter<Integer> SRC = Parameter.mandatory("SRC", ArgumentTypes.IP, "", "source address");
    public static final Parameter<String> DST = Parameter.mandatory(
            "DST", ArgumentTypes.WORD, "", "destination address, or DST_ANNO for the destination annotation");
    public static final Parameter<Integer> TTL =
            Parameter.keyword("TTL", ArgumentTypes.integer(1, 255), "250", "hops", "time to live");
    public static final Parameter<Integer> TOS =
            Parameter.keyword("TOS", ArgumentTypes.integer(0, 255), "0", "", "type of service, the whole byte");
    public static final Parameter<Integer> DSCP =
            Parameter.keyword("DSCP", ArgumentTypes.integer(-1, 63), "-1", "", "code point; less than 0: as TOS says");
    public static final Parameter<Boolean> DF =
            Parameter.keyword("DF", ArgumentTypes.BOOL, "false", "", "whether fragmenting is forbidden");

    private static final int DONT_FRAGMENT = 0x4000;
    private static final String FROM_ANNOTATION = "DST_ANNO";

    private final int protocol;
    private int source;
    private int destination;
    private boolean isAnnotated;
    private int ttl;
    private int tos;
    private int flags;
    private LocalLong identifier;

    /** Makes the fields of headers of a protocol. */
    public Ipv4Fields(final int protocol) {
        this.protocol = protocol;
    }

    /** Takes the keywords: TTL, TOS, DSCP, DF. */
    public void takeKeywords(final Arguments arguments) {
        ttl = arguments.get(TTL);
        final int codePoint = arguments.get(DSCP);
        final int given = arguments.get(TOS);
        tos = codePoint < 0 ? given : codePoint << 2 | given & 3;
        flags = arguments.get(DF) ? DONT_FRAGMENT : 0;
    }

    public void takeSource(final Arguments arguments) {
        source = arguments.get(SRC);
    }

    public void takeDestination(final Arguments arguments) {
        final String text = arguments.get(DST);
        isAnnotated = text.equals(FROM_ANNOTATION);
        if (!isAnnotated && !text.isEmpty()) {
            destination = AddressLists.addresses(arguments, "DST", text)[0];
        }
    }

    /** Has every header go to its packet's destination annotation. */
    public void useAnnotation() {
        isAnnotated = true;
    }

    public void initialize(final ElementContext context) {
        identifier = new LocalLong(context, "identifier", 0);
    }

    public int source() {
        return source;
    }

    /** Destination that a packet gets. */
    public int destination(final Packet packet) {
        return isAnnotated ? packet.destinationIp() : destination;
    }

    /** Whether the packet, with the header, is small enough to be an IPv4 packet. */
    public static boolean fits(final int totalLength) {
        return totalLength <= 0xffff;
    }

    /** Writes the header at the beginning of a packet that has the room for it, and notes where it is. */
    public void write(final Packet packet) {
        write(packet, protocol);
    }

    /** The same for another protocol. */
    public void write(final Packet packet, final int otherProtocol) {
        final int target = destination(packet);
        packet.putShort(0, 0x4500 | tos);
        packet.putShort(Ipv4Header.TOTAL_LENGTH_OFFSET, packet.length());
        packet.putShort(Ipv4Header.IDENTIFIER_OFFSET, (int) identifier.getAndAdd(1) & 0xffff);
        packet.putShort(Ipv4Header.FRAGMENT_OFFSET, flags);
        packet.putByte(Ipv4Header.TTL_OFFSET, ttl);
        packet.putByte(Ipv4Header.PROTOCOL_OFFSET, otherProtocol);
        packet.putInt(Ipv4Header.SOURCE_OFFSET, source);
        packet.putInt(Ipv4Header.DESTINATION_OFFSET, target);
        Ipv4Header.fillChecksum(packet, 0);
        packet.networkOffset(0);
        packet.transportOffset(Ipv4Header.MIN_LENGTH);
        packet.destinationIp(target);
    }
}
