package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.PacketElement;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Checks IPv4 headers (RFC 1812 section 5.2.2) and notes where they are.
 *
 * <p>A good packet gets its network and transport header offsets and its destination annotation, and loses what is
 * behind its IP length (link padding). A bad one goes to output 1, or is dropped; the statistics are the same.
 */
final class CheckIPHeader extends PacketElement {
    static final Parameter<Integer> OFFSET =
            Parameter.optional("OFFSET", ArgumentTypes.integer(0, 1500), "0", "bytes", "where the header begins");
    static final Parameter<Boolean> CHECKSUM =
            Parameter.keyword("CHECKSUM", ArgumentTypes.BOOL, "true", "", "whether the checksum is checked");

    private final boolean isFirstVersion;
    private int offset;
    private HeaderCheck check;

    private CheckIPHeader(final boolean isFirstVersion) {
        this.isFirstVersion = isFirstVersion;
    }

    static CheckIPHeader withChecksum() {
        return new CheckIPHeader(true);
    }

    /** CheckIPHeader2, which leaves the checksum alone. */
    static CheckIPHeader withoutChecksum() {
        return new CheckIPHeader(false);
    }

    @Override
    public void configure(final Arguments arguments) {
        final boolean checksChecksum = arguments.get(CHECKSUM) && isFirstVersion;
        // older configurations give BADSRC by place, before OFFSET
        final HeaderCheck.Sources sources = new HeaderCheck.Sources(arguments);
        final String first = arguments.peek();
        final boolean isOld =
                first != null && ConfigurationValues.integer(first).isEmpty();
        check = sources.check(isOld ? arguments.get(HeaderCheck.OLD_BADSRC) : null, checksChecksum, true);
        offset = arguments.get(OFFSET);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        check.initialize(context);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        check.addHandlers(handlers);
    }

    @Override
    public int headerDepthBytes() {
        return Math.max(offset, EthernetHeader.LENGTH) + Ipv4Header.MAX_LENGTH;
    }

    @Override
    public boolean staysInHeaders() {
        return offset == 0 || offset == EthernetHeader.LENGTH;
    }

    @Override
    protected boolean isPacketwise() {
        return true;
    }

    @Override
    protected StatisticsCounter process(final Packet packet) {
        return check.check(packet, offset);
    }
}
