package io.holdfast.packet.header;

/**
 * An IPv4 network: the addresses that agree with one in their leading bits.
 *
 * @param address of the network in host order; bits outside the mask are zero
 * @param length leading bits that count, in [0, 32]
 */
public record Ipv4Prefix(int address, int length) {
    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("prefix length must be from 0 to 32: " + length);
        }
        address &= mask(length);
    }

    /** Reads {@code a.b.c.d}, {@code a.b.c.d/length} or {@code a.b.c.d/mask}; malformed text is refused by name. */
    public static Ipv4Prefix parse(final String text) {
        final int slash = text.indexOf('/');
        if (slash < 0) {
            return new Ipv4Prefix(Addresses.parseIp(text), 32);
        }
        return new Ipv4Prefix(Addresses.parseIp(text.substring(0, slash)), parseLength(text, slash + 1));
    }

    private static int parseLength(final String text, final int begin) {
        final String length = text.substring(begin);
        if (length.matches("\\d{1,2}")) {
            return Integer.parseInt(length);
        }
        final int mask = Addresses.parseIp(length);
        final int ones = Integer.bitCount(mask);
        if (mask != mask(ones)) {
            throw new IllegalArgumentException("not a contiguous mask: " + text);
        }
        return ones;
    }

    /** Network mask with this many leading ones. */
    public static int mask(final int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    public int mask() {
        return mask(length);
    }

    public boolean contains(final int ip) {
        return (ip & mask(length)) == address;
    }

    /** Whether this is one address. */
    public boolean isHost() {
        return length == 32;
    }

    @Override
    public String toString() {
        return Addresses.formatIp(address) + "/" + length;
    }
}
