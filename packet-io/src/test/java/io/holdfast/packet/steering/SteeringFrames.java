package io.holdfast.packet.steering;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/** Frames for the tests of this package: only the fields that steering reads, and a number behind them. */
final class SteeringFrames {
    static final int BYTES = 60;
    private static final int IP = EthernetHeader.LENGTH;
    private static final int TRANSPORT = IP + Ipv4Header.MIN_LENGTH;
    private static final int NUMBER = 50;
    private static final int SOURCE = 0x0a00_0002;
    private static final int DESTINATION = 0xcb00_7109;

    private SteeringFrames() {}

    static Packet ip(
            final PacketPool pool, final int protocol, final int source, final int destination, final int ports) {
        final Packet frame = pool.allocate();
        frame.append(BYTES);
        frame.putShort(EthernetHeader.TYPE_OFFSET, EthernetHeader.TYPE_IPV4);
        frame.putShort(IP, 0x4500);
        frame.putInt(IP + Ipv4Header.IDENTIFIER_OFFSET, 0x0000_4000);
        frame.putByte(IP + Ipv4Header.PROTOCOL_OFFSET, protocol);
        frame.putInt(IP + Ipv4Header.SOURCE_OFFSET, source);
        frame.putInt(IP + Ipv4Header.DESTINATION_OFFSET, destination);
        frame.putInt(TRANSPORT, ports);
        return frame;
    }

    /** A packet of a flow, which is its source port. */
    static Packet udp(final PacketPool pool, final int flow, final int number) {
        final Packet frame = ip(pool, Ipv4Header.PROTOCOL_UDP, SOURCE, DESTINATION, flow << 16 | 53);
        frame.putInt(NUMBER, number);
        return frame;
    }

    static int workerOf(final int flow, final FlowSteering steering) {
        return steering.worker(SOURCE, flow, DESTINATION, 53, Ipv4Header.PROTOCOL_UDP);
    }

    static Packet echo(
            final PacketPool pool, final int type, final int source, final int destination, final int identifier) {
        final Packet frame = ip(pool, Ipv4Header.PROTOCOL_ICMP, source, destination, type << 24);
        frame.putInt(TRANSPORT + 4, identifier << 16 | 7);
        return frame;
    }

    static void fragment(final Packet frame, final int flagsAndOffset) {
        frame.putShort(IP + Ipv4Header.FRAGMENT_OFFSET, flagsAndOffset);
    }

    static int flow(final Packet frame) {
        return frame.getShort(TRANSPORT);
    }

    static int number(final Packet frame) {
        return frame.getInt(NUMBER);
    }
}
