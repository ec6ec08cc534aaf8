package io.holdfast.nat.host;

import io.holdfast.nat.traffic.Connection;
import io.holdfast.nat.traffic.ConnectionListener;
import io.holdfast.nat.traffic.DatagramListener;
import io.holdfast.nat.traffic.DatagramPort;
import io.holdfast.nat.traffic.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A host with a network stack of its own, plugged into a wire.
 *
 * <p>{@link #poll} never waits: whoever calls it decides how to be idle.
 */
public final class BuiltInHost implements Network {
    private static final int FRAMES_PER_TURN = 256;
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final int FIRST_EPHEMERAL_UDP_PORT = 61_000;
    private static final int LAST_PORT = 65_535;

    private final Wire wire;
    private final HostAddress address;
    private final LongSupplier clock;
    private final Arp arp;
    private final TcpStack tcp;
    private final Map<Integer, UdpPort> udpPorts = new HashMap<>();
    private long unsound;

    /**
     * @param clock {@code System.nanoTime}, or a test's
     * @param random for sequence and port numbers
     */
    public BuiltInHost(final Wire wire, final HostAddress address, final LongSupplier clock, final Random random) {
        this.wire = wire;
        this.address = address;
        this.clock = clock;
        this.arp = new Arp(wire, address);
        this.tcp = new TcpStack(this, random);
    }

    @Override
    public Connection connect(final InetSocketAddress remote, final ConnectionListener listener) throws IOException {
        return tcp.connect(remote, listener);
    }

    @Override
    public void listen(final int port, final Function<Connection, ConnectionListener> acceptor) throws IOException {
        tcp.listen(port, acceptor);
    }

    @Override
    public DatagramPort openDatagramPort(final int port, final DatagramListener listener) throws IOException {
        int number = port;
        if (port == 0) {
            number = FIRST_EPHEMERAL_UDP_PORT;
            while (udpPorts.containsKey(number)) {
                number++;
            }
        }
        if (number > LAST_PORT || udpPorts.containsKey(number)) {
            throw new IOException("port " + number + " is taken");
        }
        final UdpPort opened = new UdpPort(this, number, listener);
        udpPorts.put(number, opened);
        return opened;
    }

    @Override
    public int poll(final long maxWaitNs) {
        final int work = wire.poll(this::onFrame, FRAMES_PER_TURN);
        final long nowNs = nowNs();
        arp.onTime(nowNs);
        tcp.onTime(nowNs);
        return work;
    }

    /** Frames for this host that were malformed or had a wrong checksum. */
    public long unsound() {
        return unsound;
    }

    /** Frames and connections for which there was no room. */
    public long dropped() {
        return arp.dropped() + tcp.dropped();
    }

    @Override
    public void close() {
        // The wire belongs to whoever made it, and nothing else is held.
    }

    int ip() {
        return address.ip();
    }

    long nowNs() {
        return clock.getAsLong();
    }

    void sendIp(final int targetIp, final byte[] frame) {
        arp.send(address.nextHop(targetIp), frame, nowNs());
    }

    private void onFrame(final byte[] frame) {
        if (frame.length < Ipv4.ETHER_BYTES) {
            unsound++;
            return;
        }
        final long target = Bytes.get48(frame, 0);
        if (target != address.mac() && target != BROADCAST) {
            return;
        }
        switch (Bytes.get16(frame, 12)) {
            case Ipv4.ETHER_TYPE_ARP -> arp.onFrame(frame);
            case Ipv4.ETHER_TYPE_IPV4 -> onIpv4(frame);
            default -> {
                // Another protocol's; none of ours.
            }
        }
    }

    private void onIpv4(final byte[] frame) {
        if (!Ipv4.isSound(frame)) {
            unsound++;
        } else if (Ipv4.targetIp(frame) == address.ip()) {
            switch (Ipv4.protocol(frame)) {
                case Ipv4.PROTOCOL_TCP -> onTcp(frame);
                case Ipv4.PROTOCOL_UDP -> onUdp(frame);
                default -> {
                    // ICMP and others are not spoken here.
                }
            }
        }
    }

    private void onTcp(final byte[] frame) {
        final TcpSegment segment = TcpSegment.parse(frame);
        if (segment == null) {
            unsound++;
        } else {
            tcp.onSegment(Ipv4.sourceIp(frame), segment);
        }
    }

    private void onUdp(final byte[] frame) {
        if (!UdpPort.isSound(frame)) {
            unsound++;
            return;
        }
        final UdpPort port = udpPorts.get(Bytes.get16(frame, Ipv4.payloadOffset(frame) + 2));
        if (port != null) {
            port.onFrame(frame);
        }
    }
}
