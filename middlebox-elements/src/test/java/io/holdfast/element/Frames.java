package io.holdfast.element;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes and checks frames for tests, with a checksum of its own: what the elements compute is compared with something
 * that they had no hand in.
 */
public final class Frames {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    private static final int ETHERNET = 14;
    private static final int IP = 20;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;

    private Frames() {}

    /** One end of a flow. */
    public record End(int ip, int port) {}

    public static byte[] ethernet(final long destination, final long source, final int type, final byte[] payload) {
        final ByteBuffer frame = ByteBuffer.allocate(ETHERNET + payload.length);
        putMac(frame, destination);
        putMac(frame, source);
        return frame.putShort((short) type).put(payload).array();
    }

    public static byte[] arp(
            final int operation, final long senderMac, final int senderIp, final long targetMac, final int targetIp) {
        final ByteBuffer packet = ByteBuffer.allocate(46); // padded to the smallest frame
        packet.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) operation);
        putMac(packet, senderMac);
        packet.putInt(senderIp);
        putMac(packet, targetMac);
        packet.putInt(targetIp);
        return packet.array();
    }

    public static byte[] tcp(final End from, final End to, final int flags, final int ttl, final byte[] data) {
        final ByteBuffer segment = ByteBuffer.allocate(20 + data.length);
        segment.putShort((short) from.port())
                .putShort((short) to.port())
                .putInt(0x01020304)
                .putInt(0x05060708)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 8192)
                .putInt(0)
                .put(data);
        return ip(TCP, from.ip(), to.ip(), ttl, segment.array(), 16, false);
    }

    public static byte[] udp(
            final End from, final End to, final boolean hasChecksum, final int ttl, final byte[] data) {
        final ByteBuffer datagram = ByteBuffer.allocate(8 + data.length);
        datagram.putShort((short) from.port())
                .putShort((short) to.port())
                .putShort((short) datagram.capacity())
                .putShort((short) 0)
                .put(data);
        return ip(UDP, from.ip(), to.ip(), ttl, datagram.array(), hasChecksum ? 6 : -1, true);
    }

    public static byte[] ping(
            final boolean isRequest,
            final int from,
            final int to,
            final int identifier,
            final int ttl,
            final byte[] data) {
        final ByteBuffer message = ByteBuffer.allocate(8 + data.length);
        message.putShort((short) (isRequest ? 0x0800 : 0))
                .putShort((short) 0)
                .putShort((short) identifier)
                .putShort((short) 7)
                .put(data);
        message.putShort(2, (short) checksum(message.array(), 0, message.capacity(), 0));
        return ip(ICMP, from, to, ttl, message.array(), -1, false);
    }

    /** Writes a number into the TCP header of an IP packet without options, and its checksum; returns the number. */
    static String number(final byte[] packet, final int offset, final String number) {
        final ByteBuffer buffer = ByteBuffer.wrap(packet);
        buffer.putInt(IP + offset, Integer.parseUnsignedInt(number)).putShort(IP + 16, (short) 0);
        buffer.putShort(IP + 16, (short) transportChecksum(packet, 0));
        return number;
    }

    /** An ICMP error about a packet. */
    public static byte[] icmpError(final int type, final int code, final int from, final int to, final byte[] quoted) {
        final ByteBuffer message = ByteBuffer.allocate(8 + quoted.length);
        message.put((byte) type).put((byte) code).putShort((short) 0).putInt(0).put(quoted);
        message.putShort(2, (short) checksum(message.array(), 0, message.capacity(), 0));
        return ip(ICMP, from, to, 64, message.array(), -1, false);
    }

    private static byte[] ip(
            final int protocol,
            final int source,
            final int destination,
            final int ttl,
            final byte[] payload,
            final int checksumOffset,
            final boolean isZeroSpecial) {
        final ByteBuffer packet = ByteBuffer.allocate(IP + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
        packet.putInt(0x12344000).put((byte) ttl).put((byte) protocol).putShort((short) 0);
        packet.putInt(source).putInt(destination).put(payload);
        packet.putShort(10, (short) checksum(packet.array(), 0, IP, 0));
        if (checksumOffset >= 0) {
            final int sum = transportChecksum(packet.array(), 0);
            packet.putShort(IP + checksumOffset, (short) (sum == 0 && isZeroSpecial ? 0xffff : sum));
        }
        return packet.array();
    }

    /** Checksum of a TCP or UDP segment as it stands; 0 if it contains its own, right, checksum. */
    public static int transportChecksum(final byte[] bytes, final int ip) {
        final ByteBuffer packet = ByteBuffer.wrap(bytes);
        final int headerLength = (bytes[ip] & 0xf) * 4;
        final int length = Short.toUnsignedInt(packet.getShort(ip + 2)) - headerLength;
        long pseudo = bytes[ip + 9] + length;
        for (int i = ip + 12; i < ip + 20; i += 2) {
            pseudo += Short.toUnsignedInt(packet.getShort(i));
        }
        return checksum(bytes, ip + headerLength, length, pseudo);
    }

    /** RFC 1071, word by word. */
    public static int checksum(final byte[] bytes, final int begin, final int length, final long initial) {
        long sum = initial;
        for (int i = 0; i < length; i++) {
            final int octet = Byte.toUnsignedInt(bytes[begin + i]);
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    /** Fails unless the IP, TCP, UDP or ICMP checksums of a packet are right. */
    public static void assertChecksums(final byte[] bytes, final int ip) {
        final ByteBuffer packet = ByteBuffer.wrap(bytes);
        final int headerLength = (bytes[ip] & 0xf) * 4;
        if (checksum(bytes, ip, headerLength, 0) != 0) {
            throw new AssertionError("wrong IP checksum");
        }
        final int protocol = bytes[ip + 9];
        final boolean isWithout = protocol == UDP && packet.getShort(ip + headerLength + 6) == 0;
        if ((protocol == TCP || protocol == UDP) && !isWithout && transportChecksum(bytes, ip) != 0) {
            throw new AssertionError("wrong checksum of protocol " + protocol);
        }
        final int length = Short.toUnsignedInt(packet.getShort(ip + 2)) - headerLength;
        if (protocol == ICMP && checksum(bytes, ip + headerLength, length, 0) != 0) {
            throw new AssertionError("wrong ICMP checksum");
        }
    }

    /** Sender of an IP packet. */
    public static End source(final byte[] bytes, final int ip) {
        final ByteBuffer packet = ByteBuffer.wrap(bytes);
        return new End(packet.getInt(ip + 12), Short.toUnsignedInt(packet.getShort(transport(bytes, ip))));
    }

    /** Receiver of an IP packet. */
    public static End destination(final byte[] bytes, final int ip) {
        final ByteBuffer packet = ByteBuffer.wrap(bytes);
        return new End(packet.getInt(ip + 16), Short.toUnsignedInt(packet.getShort(transport(bytes, ip) + 2)));
    }

    private static int transport(final byte[] bytes, final int ip) {
        return ip + (bytes[ip] & 0xf) * 4;
    }

    /** The frame without its Ethernet header. */
    public static byte[] payload(final byte[] frame) {
        return Arrays.copyOfRange(frame, ETHERNET, frame.length);
    }

    private static void putMac(final ByteBuffer buffer, final long mac) {
        buffer.putShort((short) (mac >>> 32)).putInt((int) mac);
    }
}
