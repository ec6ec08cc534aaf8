package io.holdfast.element.rewriter;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;

/**
 * Lets FTP servers open data connections to translated clients (active mode, RFC 959):
 * {@code FTPPortMapper(CONTROL_REWRITER, DATA_REWRITER, DATA_REWRITER_INPUT)}.
 *
 * <p>Stands before CONTROL_REWRITER, in the way of the clients' control packets. {@code PORT h1,h2,h3,h4,p1,p2} names the
 * address that the client listens at: a mapping for the server's connection, from its port 20, is made in DATA_REWRITER by
 * the pattern of that input, and the command is rewritten to the address outside. If its length changes, CONTROL_REWRITER
 * shifts the sequence numbers of what follows.
 *
 * <p>Only commands that one segment holds whole, at its beginning, are rewritten, and only if they name the client's own
 * address (others are how to have a server connect to a third host). Packets are never dropped: what is not understood
 * goes on as it is.
 */
final class FTPPortMapper extends PacketElement {
    static final Parameter<TCPRewriter> CONTROL_REWRITER = Parameter.mandatory(
            "CONTROL_REWRITER",
            ArgumentTypes.element(TCPRewriter.class, "TCPRewriter"),
            "",
            "rewriter that the control packets go to next");
    static final Parameter<IPRewriter> DATA_REWRITER = Parameter.mandatory(
            "DATA_REWRITER",
            ArgumentTypes.element(IPRewriter.class, "IPRewriter"),
            "",
            "rewriter that data packets go through; may be the same");
    static final Parameter<Integer> DATA_REWRITER_INPUT = Parameter.mandatory(
            "DATA_REWRITER_INPUT", ArgumentTypes.integer(0, 255), "", "its input whose pattern makes the mappings");

    private static final int DATA_PORT = 20;
    private static final int MAX_COMMAND_BYTES = 64;
    private static final int SEQUENCE = 4;

    private final PortCommand command = new PortCommand();
    private TCPRewriter control;
    private IPRewriter data;
    private int dataInput;
    private ElementContext context;
    private StatisticsCounter mapped;
    private StatisticsCounter foreign;
    private StatisticsCounter failed;

    @Override
    public void configure(final Arguments arguments) {
        control = arguments.get(CONTROL_REWRITER);
        data = arguments.get(DATA_REWRITER);
        dataInput = arguments.get(DATA_REWRITER_INPUT);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        mapped = context.statistics("mapped");
        foreign = context.statistics("foreign");
        failed = context.statistics("failed");
    }

    @Override
    public int headerDepthBytes() {
        // The checksum of a segment that changes its length covers all of it.
        return EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH + Ipv4Header.MAX_LENGTH + MAX_COMMAND_BYTES;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)
                || Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_TCP
                || Ipv4Header.isFragment(packet, network)) {
            return null;
        }
        final int transport = network + Ipv4Header.headerLength(packet, network);
        if (!TcpHeader.fits(packet, transport)) {
            return null;
        }
        final int text = transport + TcpHeader.headerLength(packet, transport);
        final int end = network + Ipv4Header.totalLength(packet, network);
        final boolean isSmall = end <= packet.knownLength() && end - text <= MAX_COMMAND_BYTES && packet.isWhole();
        if (isSmall && command.read(packet, text, end)) {
            map(packet, network, transport, text, end);
        }
        return null;
    }

    private void map(final Packet packet, final int network, final int transport, final int text, final int end) {
        final int client = Ipv4Header.source(packet, network);
        if (command.address() != client) {
            foreign.increment();
            return;
        }
        final long key0 = FlowKey.addresses(client, Ipv4Header.destination(packet, network));
        final long key1 = FlowKey.key1(FlowKey.ports(command.port(), DATA_PORT), Ipv4Header.PROTOCOL_TCP);
        final MappingRule rule = data.rule(dataInput);
        final boolean isMapped = rule != null && data.mappings().ensure(key0, key1, rule, context.timeNs());
        if (!isMapped) {
            failed.increment();
            return;
        }
        final int length =
                command.write(data.mappings().foundSource(), data.mappings().foundPort());
        final int oldLength = command.length();
        final int longer = length - oldLength;
        if (longer != 0) {
            final long flow1 = FlowKey.key1(packet.getInt(transport), Ipv4Header.PROTOCOL_TCP);
            final int trigger = packet.getInt(transport + SEQUENCE) + (end - text);
            if (longer > packet.tailroom() || !control.shift(key0, flow1, trigger, longer)) {
                failed.increment();
                return;
            }
        }
        rewrite(packet, network, transport, text, end, longer);
        mapped.increment();
    }

    /** Puts the new command in the old one's place, and brings lengths and checksums up to date. */
    private void rewrite(
            final Packet packet,
            final int network,
            final int transport,
            final int text,
            final int end,
            final int longer) {
        final int rest = text + command.length();
        if (longer > 0) {
            packet.append(longer);
        }
        NativeMemory.copy(packet.address() + rest, packet.address() + rest + longer, end - rest);
        if (longer < 0) {
            packet.truncate(packet.length() + longer);
        }
        command.copyTo(packet, text);
        final int totalLength = Ipv4Header.totalLength(packet, network) + longer;
        packet.putShort(network + Ipv4Header.TOTAL_LENGTH_OFFSET, totalLength);
        Ipv4Header.fillChecksum(packet, network);
        final int segment = totalLength - (transport - network);
        TcpHeader.checksum(packet, transport, 0);
        final long pseudoHeader = InternetChecksum.pseudoHeaderSum(
                Ipv4Header.source(packet, network),
                Ipv4Header.destination(packet, network),
                Ipv4Header.PROTOCOL_TCP,
                segment);
        TcpHeader.checksum(
                packet, transport, InternetChecksum.ofTransport(pseudoHeader, packet.address() + transport, segment));
    }
}
