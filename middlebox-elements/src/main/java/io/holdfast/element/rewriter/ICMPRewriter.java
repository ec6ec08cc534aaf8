package io.holdfast.element.rewriter;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.click.ConfigurationText;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.Ipv4Header;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates ICMP errors about packets that rewriters have translated (RFC 5508 section 4): {@code ICMPRewriter(REWRITERS)}.
 *
 * <p>An error quotes the packet that it is about, as that was when it left us. Turned round, the quoted tuple is that of
 * an answer: its mapping tells what the packet was before. The quoted packet is given its old tuple back, and the error is
 * addressed to the quoted packet's source. All checksums follow, where the quote has them: so path MTU discovery and
 * traceroute work through a translator. Errors of a host inside about an answer's packet are translated by the same rule.
 *
 * <p>The error's own source is translated only where it is the host that the quoted packet went to: routers on the way
 * keep their address. Errors about packets without a mapping, and ICMP messages that are no errors, go to output 1 or are
 * dropped.
 */
final class ICMPRewriter extends PacketElement {
    static final Parameter<String> REWRITERS =
            Parameter.mandatory("MAPS", ArgumentTypes.TEXT, "", "names of rewriters, blanks between them");
    static final Parameter<Boolean> DST_ANNO = Parameter.keyword(
            "DST_ANNO", ArgumentTypes.BOOL, "true", "", "whether the destination annotation follows the destination");

    private static final int UNREACHABLE = 3;
    private static final int SOURCE_QUENCH = 4;
    private static final int REDIRECT = 5;
    private static final int TIME_EXCEEDED = 11;
    private static final int PARAMETER_PROBLEM = 12;
    private static final int QUOTE_OFFSET = 8;
    private static final int QUOTED_TRANSPORT_BYTES = 8;

    private final List<IPRewriter> rewriters = new ArrayList<>();
    private final QuotedPacket quote = new QuotedPacket();
    private boolean setsDestination;
    private StatisticsCounter malformed;
    private StatisticsCounter noError;
    private StatisticsCounter noMapping;

    @Override
    public void configure(final Arguments arguments) {
        final String names = arguments.get(REWRITERS);
        for (final String name : ConfigurationText.words(names)) {
            if (arguments.scope().element(name) instanceof final IPRewriter rewriter) {
                rewriters.add(rewriter);
            } else {
                arguments.error("MAPS: '" + name + "' is not a rewriter");
            }
        }
        setsDestination = arguments.get(DST_ANNO);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        malformed = context.statistics("drops.malformed");
        noError = context.statistics("drops.noError");
        noMapping = context.statistics("drops.noMapping");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + 2 * Ipv4Header.MAX_LENGTH + QUOTE_OFFSET + QuotedPacket.TRANSPORT_BYTES;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)) {
            return malformed;
        }
        final int icmp = network + Ipv4Header.headerLength(packet, network);
        final boolean isIcmp = Ipv4Header.protocol(packet, network) == Ipv4Header.PROTOCOL_ICMP;
        if (!isIcmp || Ipv4Header.fragmentOffset(packet, network) != 0) {
            return noError;
        }
        if (!IcmpHeader.fits(packet, icmp)) {
            return malformed;
        }
        if (!isError(IcmpHeader.type(packet, icmp))) {
            return noError;
        }
        if (!quote.read(packet, icmp + QUOTE_OFFSET, QUOTED_TRANSPORT_BYTES)) {
            return malformed;
        }
        return translate(packet, network, icmp) ? null : noMapping;
    }

    private static boolean isError(final int type) {
        return switch (type) {
            case UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }

    private boolean translate(final Packet packet, final int network, final int icmp) {
        for (final IPRewriter rewriter : rewriters) {
            if (lookUp(rewriter.mappings().entries())) {
                final long errorDelta = quote.rewrite(packet);
                IcmpErrors.rewrite(packet, network, icmp, quote, errorDelta);
                if (setsDestination) {
                    packet.destinationIp(Ipv4Header.destination(packet, network));
                }
                return true;
            }
        }
        return false;
    }

    /** Finds the mapping of the quoted packet's answers. */
    private boolean lookUp(final SharedTable table) {
        final long value = table.openRead(quote.answerKey0(), quote.answerKey1());
        final boolean isFound = value != SharedTable.NONE;
        if (isFound) {
            quote.original(
                    FlowKey.turnAddresses(MappingEntry.newAddresses(value)),
                    FlowKey.turnPorts(MappingEntry.newPorts(value)));
        }
        table.close();
        return isFound;
    }
}
