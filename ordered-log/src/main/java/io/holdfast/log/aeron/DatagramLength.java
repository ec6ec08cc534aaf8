package io.holdfast.log.aeron;

import io.holdfast.log.secure.DatagramSeal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/**
 * Tells how long a log stream's datagrams may be: where the sync segment carries longer ones in one piece than the settings say, they
 * are used, for each is a system call on both sides.
 */
final class DatagramLength {
    /** Records of a whole turn of 256 packets fit; what is lost with one is sent again. */
    private static final int MOST_BYTES = 16 * 1024;

    /** Of IPv6 and UDP (RFC 8200, section 3; RFC 768), and the seal. */
    private static final int AROUND_BYTES = 40 + 8 + DatagramSeal.OVERHEAD_BYTES;

    /** Aeron's messages, and so its datagrams, are not longer than this part of a stream's buffer. */
    private static final int DATAGRAMS_PER_TERM = 8;

    /** Aeron's frames are aligned so. */
    private static final int ALIGNMENT_BYTES = 32;

    private DatagramLength() {}

    /** Bytes of Aeron's datagrams on the interface that has an address, at least as many as wanted; of a stream's buffer. */
    static int bytes(final String host, final int wantedBytes, final int termBytes) {
        return Math.min(bytes(host, wantedBytes), Math.max(wantedBytes, termBytes / DATAGRAMS_PER_TERM));
    }

    private static int bytes(final String host, final int wantedBytes) {
        try {
            final NetworkInterface segment = NetworkInterface.getByInetAddress(InetAddress.getByName(host));
            return segment == null ? wantedBytes : carriedBytes(segment.getMTU(), wantedBytes);
        } catch (final IOException e) {
            return wantedBytes;
        }
    }

    /** The same where the segment carries so many bytes in one piece. */
    static int carriedBytes(final int segmentBytes, final int wantedBytes) {
        final int carried = Math.min(MOST_BYTES, segmentBytes - AROUND_BYTES);
        return Math.max(wantedBytes, carried - carried % ALIGNMENT_BYTES);
    }
}
