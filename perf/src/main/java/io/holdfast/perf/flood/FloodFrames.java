package io.holdfast.perf.flood;

import io.holdfast.log.secure.DatagramSeal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes the wrong frames of a flood out of what was heard, so that they look as right as somebody without the key can have
 * it: source address, instances and key's identifier are those of the node's real peer (docs/SECURITY.md tells the
 * layout). UDP checksums are left out, as IPv4 allows.
 */
final class FloodFrames {
    /** A frame of each kind and port, with different bytes. */
    private static final int VARIANTS = 16;

    private static final int GARBAGE_BYTES = 200;
    /** Discard (RFC 863): below what a node takes. */
    private static final int NOBODYS_PORT = 9;

    private static final int KIND_OFFSET = 3;
    private static final int GREET = 1;
    private static final int SEQUENCE_OFFSET = 16;
    private static final int RECEIVER_OFFSET = 24;
    private static final int TAG_OFFSET = 36;
    /** So far ahead that no peer comes there. */
    private static final long AHEAD = 1L << 40;

    private static final int MAC_BYTES = 6;
    private static final int TCP = 6;
    private static final int TCP_BYTES = 20;
    private static final int SYN = 0x5002;
    private static final int UDP_BYTES = 8;
    private static final int PROTOCOL_OFFSET = HeardFrames.IP_OFFSET + 9;
    private static final int IP_CHECKSUM_OFFSET = HeardFrames.IP_OFFSET + 10;

    private final byte[] ownMac;
    private final Map<Integer, List<byte[]>> heard;
    private final int firstPort;
    private final int ports;
    private final Random random;

    /**
     * @param ownMac by which the switch shall know the stranger
     * @param heard frames to the node, by port
     * @param firstPort of the node
     * @param ports in a row that it has by its settings
     */
    FloodFrames(
            final byte[] ownMac,
            final Map<Integer, List<byte[]>> heard,
            final int firstPort,
            final int ports,
            final Random random) {
        this.ownMac = ownMac;
        this.heard = heard;
        this.firstPort = firstPort;
        this.ports = ports;
        this.random = random;
    }

    /** Frames of a kind, to all ports in turns. */
    List<byte[]> of(final FloodKind kind) {
        final List<byte[]> frames = new ArrayList<>();
        if (kind == FloodKind.MIXED) {
            final List<List<byte[]>> all = new ArrayList<>();
            for (final FloodKind each : FloodKind.values()) {
                if (each != FloodKind.MIXED && each != FloodKind.NOWHERE) {
                    all.add(of(each));
                }
            }
            final int most = all.stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < most; i++) {
                for (final List<byte[]> each : all) {
                    frames.add(each.get(i % each.size()));
                }
            }
            return frames;
        }
        final Map<Integer, List<byte[]>> templates = templates();
        for (int i = 0; i < VARIANTS; i++) {
            for (final Map.Entry<Integer, List<byte[]>> port : templates.entrySet()) {
                final byte[] template = port.getValue().get(i % port.getValue().size());
                frames.add(frame(kind, template, port.getKey()));
            }
        }
        return frames;
    }

    /** Of every port that the node is known to have; where nothing was heard, what was for another one. */
    private Map<Integer, List<byte[]>> templates() {
        final Map<Integer, List<byte[]>> all = new TreeMap<>(heard);
        final List<byte[]> any = heard.values().iterator().next();
        for (int port = firstPort; port < firstPort + ports; port++) {
            all.putIfAbsent(port, any);
        }
        return all;
    }

    private byte[] frame(final FloodKind kind, final byte[] template, final int port) {
        return switch (kind) {
            case GARBAGE -> garbage(template, port);
            case NOWHERE -> garbage(template, NOBODYS_PORT);
            case REPLAYED -> finished(template.clone(), port);
            case FORGED -> forged(template, port);
            case GREETING -> greeting(template, port);
            case CALL -> call(template);
            case MIXED -> throw new IllegalArgumentException("mixed is several kinds");
        };
    }

    private byte[] garbage(final byte[] template, final int port) {
        final byte[] frame = withPayload(template, GARBAGE_BYTES);
        for (int i = HeardFrames.PAYLOAD_OFFSET; i < frame.length; i++) {
            frame[i] = (byte) random.nextInt();
        }
        return finished(frame, port);
    }

    private byte[] forged(final byte[] template, final int port) {
        final byte[] frame = template.clone();
        final int trailer = frame.length - DatagramSeal.OVERHEAD_BYTES;
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.putLong(trailer + SEQUENCE_OFFSET, bytes.getLong(trailer + SEQUENCE_OFFSET) + AHEAD);
        bytes.putLong(trailer + TAG_OFFSET, random.nextLong());
        return finished(frame, port);
    }

    private byte[] greeting(final byte[] template, final int port) {
        final byte[] frame = withPayload(template, DatagramSeal.OVERHEAD_BYTES);
        System.arraycopy(
                template,
                template.length - DatagramSeal.OVERHEAD_BYTES,
                frame,
                frame.length - DatagramSeal.OVERHEAD_BYTES,
                DatagramSeal.OVERHEAD_BYTES);
        final int trailer = HeardFrames.PAYLOAD_OFFSET;
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.put(trailer + KIND_OFFSET, (byte) GREET);
        bytes.putLong(trailer + SEQUENCE_OFFSET, random.nextLong());
        bytes.putLong(trailer + RECEIVER_OFFSET, 0);
        bytes.putLong(trailer + TAG_OFFSET, random.nextLong());
        return finished(frame, port);
    }

    /** A TCP segment that opens a connection to the node's first port, from a port of nobody's. */
    private byte[] call(final byte[] template) {
        final byte[] frame = withPayload(template, TCP_BYTES - UDP_BYTES);
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.put(PROTOCOL_OFFSET, (byte) TCP);
        final int tcp = HeardFrames.UDP_OFFSET;
        bytes.putShort(tcp, (short) (1024 + random.nextInt(30_000)))
                .putShort(tcp + 2, (short) firstPort)
                .putInt(tcp + 4, random.nextInt())
                .putInt(tcp + 8, 0)
                .putShort(tcp + 12, (short) SYN)
                .putShort(tcp + 14, (short) 0xffff)
                .putInt(tcp + 16, 0);
        // Over the pseudo-header, too (RFC 9293, section 3.1): addresses, protocol, length.
        int sum = TCP + TCP_BYTES;
        for (int i = HeardFrames.IP_OFFSET + 12; i < frame.length; i += 2) {
            sum += bytes.getShort(i) & 0xffff;
        }
        bytes.putShort(tcp + 16, folded(sum));
        return withAddresses(frame);
    }

    /** The template's headers before a payload of another length. */
    private static byte[] withPayload(final byte[] template, final int payloadBytes) {
        final byte[] frame = new byte[HeardFrames.PAYLOAD_OFFSET + payloadBytes];
        System.arraycopy(template, 0, frame, 0, HeardFrames.PAYLOAD_OFFSET);
        return frame;
    }

    /** Fits a UDP frame's headers to its length and port. */
    private byte[] finished(final byte[] frame, final int port) {
        ByteBuffer.wrap(frame)
                .putShort(HeardFrames.UDP_OFFSET + 2, (short) port)
                .putShort(HeardFrames.UDP_OFFSET + 4, (short) (frame.length - HeardFrames.UDP_OFFSET))
                .putShort(HeardFrames.UDP_OFFSET + 6, (short) 0);
        return withAddresses(frame);
    }

    private byte[] withAddresses(final byte[] frame) {
        System.arraycopy(ownMac, 0, frame, MAC_BYTES, MAC_BYTES);
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.putShort(HeardFrames.IP_OFFSET + 2, (short) (frame.length - HeardFrames.IP_OFFSET))
                .putShort(IP_CHECKSUM_OFFSET, (short) 0);
        int sum = 0;
        for (int i = HeardFrames.IP_OFFSET; i < HeardFrames.UDP_OFFSET; i += 2) {
            sum += bytes.getShort(i) & 0xffff;
        }
        bytes.putShort(IP_CHECKSUM_OFFSET, folded(sum));
        return frame;
    }

    private static short folded(final int sum) {
        int folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
