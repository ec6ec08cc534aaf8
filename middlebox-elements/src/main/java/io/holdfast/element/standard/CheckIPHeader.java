package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;
import java.util.regex.Pattern;

/**
 * Checks IPv4 headers (RFC 1812 section 5.2.2) and notes where they are: {@code CheckIPHeader([OFFSET], keywords)}.
 *
 * <p>Keywords: {@code OFFSET} bytes before the header (0), {@code CHECKSUM} whether it is checked (true),
 * {@code BADSRC} addresses that may not be a source ({@code 0.0.0.0 255.255.255.255}); {@code VERBOSE} and
 * {@code DETAILS} are accepted and do nothing, every reason being counted anyway.
 *
 * <p>A good packet gets its network and transport header offsets and its destination annotation, and loses what is
 * behind its IP length (link padding). A bad one goes to output 1, or is dropped; the statistics are the same.
 */
public final class CheckIPHeader extends Element {
    private static final String DEFAULT_BAD_SOURCES = "0.0.0.0 255.255.255.255";
    private static final int MAX_OFFSET = 1500;

    private int offset;
    private boolean checksChecksum;
    private int[] badSources = new int[0];
    private RejectLane lanes;
    private StatisticsCounter tooShort;
    private StatisticsCounter badVersion;
    private StatisticsCounter badHeaderLength;
    private StatisticsCounter badLength;
    private StatisticsCounter badChecksum;
    private StatisticsCounter badSource;

    @Override
    public void configure(final Arguments arguments) {
        final String sources = arguments.keyword("BADSRC");
        arguments.keyword("VERBOSE");
        arguments.keyword("DETAILS");
        checksChecksum = arguments.keywords().bool("CHECKSUM", true);
        offset = arguments.integer("OFFSET", 0, MAX_OFFSET, 0);
        try {
            final String text = sources == null ? DEFAULT_BAD_SOURCES : sources.strip();
            badSources = Pattern.compile("\\s+")
                    .splitAsStream(text)
                    .filter(word -> !word.isEmpty())
                    .mapToInt(Addresses::parseIp)
                    .toArray();
        } catch (final IllegalArgumentException e) {
            arguments.error("BADSRC: " + e.getMessage());
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        lanes = new RejectLane(output(0), outputCount() > 1 ? output(1) : null);
        tooShort = context.statistics("drops.tooShort");
        badVersion = context.statistics("drops.badVersion");
        badHeaderLength = context.statistics("drops.badHeaderLength");
        badLength = context.statistics("drops.badLength");
        badChecksum = context.statistics("drops.badChecksum");
        badSource = context.statistics("drops.badSource");
    }

    @Override
    public int headerDepthBytes() {
        return Math.max(offset, EthernetHeader.LENGTH) + Ipv4Header.MAX_LENGTH;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final StatisticsCounter fault = faultOf(packet);
            if (fault == null) {
                annotate(packet);
                lanes.pass(packet);
            } else {
                fault.increment();
                lanes.reject(packet);
            }
        }
        batch.clear();
        lanes.flush();
    }

    private StatisticsCounter faultOf(final Packet packet) {
        final int available = packet.knownLength() - offset;
        if (available < Ipv4Header.MIN_LENGTH) {
            return tooShort;
        }
        if (Ipv4Header.version(packet, offset) != 4) {
            return badVersion;
        }
        final int headerLength = Ipv4Header.headerLength(packet, offset);
        if (headerLength < Ipv4Header.MIN_LENGTH || headerLength > available) {
            return badHeaderLength;
        }
        final int totalLength = Ipv4Header.totalLength(packet, offset);
        if (totalLength < headerLength || totalLength > packet.length() - offset) {
            return badLength;
        }
        if (checksChecksum && !Ipv4Header.isChecksumRight(packet, offset)) {
            return badChecksum;
        }
        return isBadSource(Ipv4Header.source(packet, offset)) ? badSource : null;
    }

    private boolean isBadSource(final int source) {
        for (final int bad : badSources) {
            if (source == bad) {
                return true;
            }
        }
        return false;
    }

    private void annotate(final Packet packet) {
        packet.networkOffset(offset);
        packet.transportOffset(offset + Ipv4Header.headerLength(packet, offset));
        packet.destinationIp(Ipv4Header.destination(packet, offset));
        packet.truncate(offset + Ipv4Header.totalLength(packet, offset));
    }
}
