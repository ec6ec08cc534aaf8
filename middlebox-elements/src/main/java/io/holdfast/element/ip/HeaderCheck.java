package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.IpPrefix;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;
import java.util.Arrays;
import java.util.List;

/**
 * Checks of an IPv4 header (RFC 1812 section 5.2.2), with a counter for each reason.
 *
 * <p>Shared by the elements that check headers. A good packet gets its header offsets and its destination annotation,
 * and may lose what is behind its IP length (link padding).
 */
final class HeaderCheck {
    static final Parameter<String> BADSRC = Parameter.keyword(
            "BADSRC", ArgumentTypes.TEXT, "0.0.0.0 255.255.255.255", "", "addresses that may not be a source");
    /** The same by place, as older configurations have it. */
    static final Parameter<String> OLD_BADSRC =
            Parameter.optional("BADSRC", ArgumentTypes.TEXT, "", "", "addresses that may not be a source");

    static final Parameter<String> GOODDST =
            Parameter.keyword("GOODDST", ArgumentTypes.TEXT, "", "", "destinations for which any source will do");
    static final Parameter<String> INTERFACES = Parameter.keyword(
            "INTERFACES",
            ArgumentTypes.TEXT,
            "",
            "",
            "own addresses with their networks: their broadcast addresses are bad sources, they good destinations");
    static final Parameter<Boolean> VERBOSE =
            Parameter.keyword("VERBOSE", ArgumentTypes.BOOL, "false", "", "accepted; every reason is counted anyway");
    static final Parameter<Boolean> DETAILS =
            Parameter.keyword("DETAILS", ArgumentTypes.BOOL, "false", "", "accepted; every reason is counted anyway");

    // Of the first eight bytes of an IP header, as one number.
    private static final int VERSION_SHIFT = 60;
    private static final int HEADER_LENGTH_SHIFT = 54;
    private static final int HEADER_LENGTH_MASK = 0x3c;
    private static final int TOTAL_LENGTH_SHIFT = 32;

    private static final int ALL_ONES = 0xffff;
    private static final long LOWER_HALF = 0xffff_ffffL;

    private final boolean checksChecksum;
    private final boolean trims;
    private final int[] badSources;
    private final int[] goodDestinations;
    private StatisticsCounter tooShort;
    private StatisticsCounter badVersion;
    private StatisticsCounter badHeaderLength;
    private StatisticsCounter badLength;
    private StatisticsCounter badChecksum;
    private StatisticsCounter badSource;

    private HeaderCheck(
            final int[] badSources, final int[] goodDestinations, final boolean checksChecksum, final boolean trims) {
        this.badSources = badSources;
        this.goodDestinations = goodDestinations;
        this.checksChecksum = checksChecksum;
        this.trims = trims;
    }

    void initialize(final ElementContext context) {
        tooShort = context.statistics("drops.tooShort");
        badVersion = context.statistics("drops.badVersion");
        badHeaderLength = context.statistics("drops.badHeaderLength");
        badLength = context.statistics("drops.badLength");
        badChecksum = context.statistics("drops.badChecksum");
        badSource = context.statistics("drops.badSource");
    }

    void addHandlers(final Handlers handlers) {
        handlers.read("drops", "packets rejected", () -> Long.toString(drops()));
        handlers.read("drop_details", "packets rejected, by reason", this::details);
    }

    private long drops() {
        return tooShort.get()
                + badVersion.get()
                + badHeaderLength.get()
                + badLength.get()
                + badChecksum.get()
                + badSource.get();
    }

    private String details() {
        return tooShort.get() + " not IP (too short)\n" + badVersion.get() + " bad IP version\n"
                + badHeaderLength.get() + " bad IP header length\n" + badLength.get() + " bad IP length\n"
                + badChecksum.get() + " bad IP checksum\n" + badSource.get() + " bad source address\n";
    }

    /** Checks the header at an offset and annotates a good packet. Returns the reason to reject it, null if none. */
    StatisticsCounter check(final Packet packet, final int offset) {
        final StatisticsCounter fault = faultOf(packet, offset);
        if (fault == null) {
            final long begin = packet.getLong(offset);
            packet.networkOffset(offset);
            packet.transportOffset(offset + headerLength(begin));
            packet.destinationIp(Ipv4Header.destination(packet, offset));
            if (trims) {
                packet.truncate(offset + totalLength(begin));
            }
        }
        return fault;
    }

    /** Reads the header's first words once, as long numbers, and takes the fields from these. */
    private StatisticsCounter faultOf(final Packet packet, final int offset) {
        final int available = packet.knownLength() - offset;
        if (available < Ipv4Header.MIN_LENGTH) {
            return tooShort;
        }
        final long begin = packet.getLong(offset);
        if (begin >>> VERSION_SHIFT != 4) {
            return badVersion;
        }
        final int headerLength = headerLength(begin);
        if (headerLength < Ipv4Header.MIN_LENGTH || headerLength > available) {
            return badHeaderLength;
        }
        final int totalLength = totalLength(begin);
        if (totalLength < headerLength || totalLength > packet.length() - offset) {
            return badLength;
        }
        if (checksChecksum && !isChecksumRight(packet, offset, begin)) {
            return badChecksum;
        }
        final boolean isBad = AddressLists.contains(badSources, Ipv4Header.source(packet, offset))
                && !AddressLists.contains(goodDestinations, Ipv4Header.destination(packet, offset));
        return isBad ? badSource : null;
    }

    private static boolean isChecksumRight(final Packet packet, final int offset, final long begin) {
        if (headerLength(begin) != Ipv4Header.MIN_LENGTH) {
            return Ipv4Header.isChecksumRight(packet, offset);
        }
        final long middle = packet.getLong(offset + Long.BYTES);
        final long end = Integer.toUnsignedLong(packet.getInt(offset + 2 * Long.BYTES));
        final long sum = (begin >>> 32) + (begin & LOWER_HALF) + (middle >>> 32) + (middle & LOWER_HALF) + end;
        return InternetChecksum.fold(sum) == ALL_ONES;
    }

    private static int headerLength(final long begin) {
        return (int) (begin >>> HEADER_LENGTH_SHIFT) & HEADER_LENGTH_MASK;
    }

    private static int totalLength(final long begin) {
        return (int) (begin >>> TOTAL_LENGTH_SHIFT) & ALL_ONES;
    }

    /** The addresses that decide about sources, from the arguments. */
    static final class Sources {
        private final Arguments arguments;
        private final String bad;
        private final String good;
        private final List<IpPrefix> interfaces;

        /** Takes the keywords. */
        Sources(final Arguments arguments) {
            this.arguments = arguments;
            arguments.get(VERBOSE);
            arguments.get(DETAILS);
            bad = arguments.get(BADSRC);
            good = arguments.get(GOODDST);
            interfaces = AddressLists.prefixes(arguments, "INTERFACES", arguments.get(INTERFACES));
        }

        /**
         * Makes the checks.
         *
         * @param badByPlace bad sources that were given by place, null if none were
         * @param trims whether packets lose what is behind their IP length
         */
        HeaderCheck check(final String badByPlace, final boolean checksChecksum, final boolean trims) {
            final String badText = badByPlace == null ? bad : badByPlace;
            final int[] badGiven = AddressLists.addresses(arguments, "BADSRC", badText);
            final int[] goodGiven = AddressLists.addresses(arguments, "GOODDST", good);
            final int[] badAll = Arrays.copyOf(badGiven, badGiven.length + 2 * interfaces.size());
            final int[] goodAll = Arrays.copyOf(goodGiven, goodGiven.length + interfaces.size());
            for (int i = 0; i < interfaces.size(); i++) {
                final IpPrefix each = interfaces.get(i);
                // a network of one host has no broadcast address
                final boolean isHost = each.mask() == -1;
                badAll[badGiven.length + 2 * i] = isHost ? 0 : each.broadcast();
                badAll[badGiven.length + 2 * i + 1] = isHost ? 0 : each.address() & each.mask();
                goodAll[goodGiven.length + i] = each.address();
            }
            return new HeaderCheck(badAll, goodAll, checksChecksum, trims);
        }
    }
}
