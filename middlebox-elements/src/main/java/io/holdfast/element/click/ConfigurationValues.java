package io.holdfast.element.click;

import io.holdfast.element.IpPrefix;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values as configurations write them. Each method answers empty if the text is no such value. */
public final class ConfigurationValues {
    private static final Pattern NUMBER = Pattern.compile(
            "([+-]?)(?:0[xX]([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)|0[bB]([01]+(?:_[01]+)*)|(0(?:_?[0-7]+)*)|([1-9][0-9]*(?:_[0-9]+)*))");
    private static final Pattern TIME = Pattern.compile("([+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))\\s*([a-z]*)");
    private static final Pattern IP = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern PREFIX =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){0,3})/(?:(\\d{1,2})|(\\d{1,3}(?:\\.\\d{1,3}){3}))");
    private static final Pattern BANDWIDTH =
            Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)\\s*([kKMG]?)(bps|Bps|b/s|B/s|baud|bits?/s|bytes?/s)?");
    private static final Pattern ETHER =
            Pattern.compile("[0-9a-fA-F]{1,2}(?:(:|-)[0-9a-fA-F]{1,2})(?:\\1[0-9a-fA-F]{1,2}){4}");
    private static final int MAX_DIGITS = 100;

    private static final Map<String, Long> TIME_UNITS_NS = Map.ofEntries(
            Map.entry("", 1_000_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("sec", 1_000_000_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("msec", 1_000_000L),
            Map.entry("us", 1_000L),
            Map.entry("usec", 1_000L),
            Map.entry("ns", 1L),
            Map.entry("nsec", 1L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("min", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("hr", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L),
            Map.entry("day", 86_400_000_000_000L));

    private ConfigurationValues() {}

    /** A whole number: decimal, {@code 0x}, {@code 0b}, or octal after a leading zero. Beyond 64 bits: the limit. */
    public static OptionalLong integer(final String text) {
        final Matcher matcher = NUMBER.matcher(text);
        if (text.length() > MAX_DIGITS || !matcher.matches()) {
            return OptionalLong.empty();
        }
        final int group =
                matcher.group(2) != null ? 2 : matcher.group(3) != null ? 3 : matcher.group(4) != null ? 4 : 5;
        final int radix = new int[] {16, 2, 8, 10}[group - 2];
        final BigInteger magnitude = new BigInteger(matcher.group(group).replace("_", ""), radix);
        final BigInteger value = matcher.group(1).equals("-") ? magnitude.negate() : magnitude;
        if (value.bitLength() > 63) {
            return OptionalLong.of(value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
        return OptionalLong.of(value.longValue());
    }

    /** 1 for true, 0 for false. */
    public static OptionalInt bool(final String text) {
        return switch (text) {
            case "1", "true", "yes", "t", "y" -> OptionalInt.of(1);
            case "0", "false", "no", "f", "n" -> OptionalInt.of(0);
            default -> OptionalInt.empty();
        };
    }

    /** An IPv4 address, in host order. */
    public static OptionalInt ipAddress(final String text) {
        final Matcher matcher = IP.matcher(text);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            final int part = Integer.parseInt(matcher.group(i));
            if (part > 255) {
                return OptionalInt.empty();
            }
            address = address << 8 | part;
        }
        return OptionalInt.of(address);
    }

    /**
     * An IPv4 prefix: {@code 10.1.0.0/16}, {@code 10.1.0.0/255.255.0.0}, or short {@code 10.1/16}, where the bytes that
     * are left out are zero and the mask covers no more than those given. Null if it is none.
     */
    public static IpPrefix ipPrefix(final String text) {
        final Matcher matcher = PREFIX.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        final int dots = (int) matcher.group(1).chars().filter(c -> c == '.').count();
        final OptionalInt address = ipAddress(matcher.group(1) + ".0".repeat(3 - dots));
        if (address.isEmpty()) {
            return null;
        }
        if (matcher.group(3) != null) {
            final OptionalInt mask = ipAddress(matcher.group(3));
            final boolean isMask = mask.isPresent() && dots == 3;
            return isMask ? new IpPrefix(address.getAsInt(), mask.getAsInt()) : null;
        }
        final int length = Integer.parseInt(matcher.group(2));
        if (length > 8 * (dots + 1)) {
            return null;
        }
        return new IpPrefix(address.getAsInt(), length == 0 ? 0 : -1 << 32 - length);
    }

    /** A rate such as {@code 10Mbps} or {@code 1.5 kBps}, in bytes per second; bytes if there is no unit. */
    public static OptionalLong bandwidthBytes(final String text) {
        final Matcher matcher = BANDWIDTH.matcher(text);
        if (text.length() > MAX_DIGITS || !matcher.matches()) {
            return OptionalLong.empty();
        }
        final int power = " kMG"
                .indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2).replace('K', 'k'));
        BigDecimal value = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(1000).pow(Math.max(0, power)));
        if (matcher.group(3) != null && (matcher.group(3).startsWith("b"))) {
            value = value.divide(BigDecimal.valueOf(8));
        }
        final BigInteger bytes = value.toBigInteger();
        return OptionalLong.of(bytes.bitLength() > 63 ? Long.MAX_VALUE : bytes.longValue());
    }

    /** An Ethernet address, in the low 48 bits. */
    public static OptionalLong etherAddress(final String text) {
        if (!ETHER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        long address = 0;
        for (final String part : text.split("[:-]")) {
            address = address << 8 | Integer.parseInt(part, 16);
        }
        return OptionalLong.of(address);
    }

    /** A time in nanoseconds: a number with an optional unit, seconds without. Beyond 64 bits: the limit. */
    public static OptionalLong durationNs(final String text) {
        final Matcher matcher = TIME.matcher(text);
        if (text.length() > MAX_DIGITS || !matcher.matches() || !TIME_UNITS_NS.containsKey(matcher.group(2))) {
            return OptionalLong.empty();
        }
        final BigInteger value = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(TIME_UNITS_NS.get(matcher.group(2))))
                .toBigInteger();
        return OptionalLong.of(value.bitLength() > 63 ? Long.MAX_VALUE : value.longValue());
    }
}
