package io.holdfast.perf.load;

import static io.holdfast.perf.load.FrameLayout.ETHERNET_BYTES;
import static io.holdfast.perf.load.FrameLayout.FLOW;
import static io.holdfast.perf.load.FrameLayout.IP;
import static io.holdfast.perf.load.FrameLayout.IP_BYTES;
import static io.holdfast.perf.load.FrameLayout.IP_CHECKSUM;
import static io.holdfast.perf.load.FrameLayout.IP_DESTINATION;
import static io.holdfast.perf.load.FrameLayout.IP_LENGTH;
import static io.holdfast.perf.load.FrameLayout.IP_SOURCE;
import static io.holdfast.perf.load.FrameLayout.IP_TTL;
import static io.holdfast.perf.load.FrameLayout.MAGIC;
import static io.holdfast.perf.load.FrameLayout.PATTERN;
import static io.holdfast.perf.load.FrameLayout.PROTOCOL_UDP;
import static io.holdfast.perf.load.FrameLayout.SEQUENCE;
import static io.holdfast.perf.load.FrameLayout.STAMP;
import static io.holdfast.perf.load.FrameLayout.TTL;
import static io.holdfast.perf.load.FrameLayout.TYPE_IPV4;
import static io.holdfast.perf.load.FrameLayout.UDP;
import static io.holdfast.perf.load.FrameLayout.UDP_CHECKSUM;
import static io.holdfast.perf.load.FrameLayout.UDP_DESTINATION_PORT;
import static io.holdfast.perf.load.FrameLayout.UDP_LENGTH;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.InternetChecksum;

/**
 * Writes frames of one size and direction, one after the other into the same memory.
 *
 * <p>What is the same in all of them is written, and summed, once; so a frame costs some stores and additions.
 */
final class FrameWriter implements AutoCloseable {
    private final long frame;
    private final int length;
    private final int magic;
    private final long ipSum;
    private final long udpSum;

    /**
     * Prepares frames.
     *
     * @param length in bytes, without the frame check sequence; 60 or more
     * @param magic that says what kind of frame this is
     */
    FrameWriter(final int length, final long destinationMac, final long sourceMac, final int magic) {
        this.length = length;
        this.magic = magic;
        frame = NativeMemory.allocate(length);
        putMac(0, destinationMac);
        putMac(6, sourceMac);
        NativeMemory.putShortBe(frame + 12, TYPE_IPV4);
        final int ipLength = length - ETHERNET_BYTES;
        NativeMemory.putByte(frame + IP, (byte) 0x45);
        NativeMemory.putShortBe(frame + IP_LENGTH, ipLength);
        NativeMemory.putByte(frame + IP_TTL, (byte) TTL);
        NativeMemory.putByte(frame + IP_TTL + 1, (byte) PROTOCOL_UDP);
        NativeMemory.putShortBe(frame + UDP_LENGTH, ipLength - IP_BYTES);
        NativeMemory.putShortBe(frame + MAGIC, magic);
        for (int offset = PATTERN; offset < length; offset++) {
            NativeMemory.putByte(frame + offset, (byte) FrameLayout.patternByte(offset));
        }
        ipSum = InternetChecksum.sum(frame + IP, IP_BYTES);
        udpSum = InternetChecksum.sum(frame + UDP, length - UDP)
                + InternetChecksum.pseudoHeaderSum(0, 0, PROTOCOL_UDP, ipLength - IP_BYTES);
    }

    private void putMac(final int offset, final long mac) {
        NativeMemory.putShortBe(frame + offset, (int) (mac >>> 32));
        NativeMemory.putIntBe(frame + offset + 2, (int) mac);
    }

    /** Writes a frame; returns its address. */
    long write(
            final int source,
            final int sourcePort,
            final int destination,
            final int destinationPort,
            final int flow,
            final int sequence,
            final long stampNs) {
        final long at = frame;
        NativeMemory.putIntBe(at + IP_SOURCE, source);
        NativeMemory.putIntBe(at + IP_DESTINATION, destination);
        NativeMemory.putShortBe(at + UDP, sourcePort);
        NativeMemory.putShortBe(at + UDP_DESTINATION_PORT, destinationPort);
        NativeMemory.putIntBe(at + FLOW, flow);
        NativeMemory.putIntBe(at + SEQUENCE, sequence);
        NativeMemory.putLongBe(at + STAMP, stampNs);
        final long addresses = (source & 0xffff_ffffL) + (destination & 0xffff_ffffL);
        NativeMemory.putShortBe(at + IP_CHECKSUM, ~InternetChecksum.fold(ipSum + addresses));
        final long sum = udpSum
                + addresses
                + sourcePort
                + destinationPort
                + (flow & 0xffff_ffffL)
                + (sequence & 0xffff_ffffL)
                + (stampNs >>> 32)
                + (stampNs & 0xffff_ffffL);
        final int checksum = ~InternetChecksum.fold(sum) & 0xffff;
        NativeMemory.putShortBe(at + UDP_CHECKSUM, checksum == 0 ? 0xffff : checksum);
        return at;
    }

    int length() {
        return length;
    }

    int magic() {
        return magic;
    }

    @Override
    public void close() {
        NativeMemory.release(frame);
    }
}
