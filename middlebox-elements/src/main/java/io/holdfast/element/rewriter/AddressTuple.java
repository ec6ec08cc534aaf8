package io.holdfast.element.rewriter;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import io.holdfast.packet.header.UdpHeader;

/**
 * Addresses alone: of a pair of hosts, or of one host.
 *
 * <p>Of one host the key is its address and zero. A packet has that host as its source, or, if it is an answer, as its
 * destination: both are looked up, in this order. Ports and later fragments do not matter; the checksums of TCP and UDP
 * are kept right, for they cover the addresses.
 */
final class AddressTuple extends PacketTuple {
    private static final long SOURCE_HALF = 0xffff_ffff_0000_0000L;

    private final boolean isPair;
    private long addresses;
    private long mask;

    AddressTuple(final boolean isPair) {
        this.isPair = isPair;
    }

    @Override
    Verdict readFlow(final Packet packet) {
        addresses = packet.getLong(network + Ipv4Header.SOURCE_OFFSET);
        mask = isPair ? -1 : SOURCE_HALF;
        key0 = addresses & mask;
        key1 = 0;
        stateProtocol = 0;
        tcpFlags = 0;
        return Verdict.READ;
    }

    @Override
    boolean opensFlow() {
        return true;
    }

    @Override
    boolean isSteered() {
        return false;
    }

    @Override
    boolean turnToAnswer() {
        if (isPair) {
            return false;
        }
        mask = ~SOURCE_HALF;
        key0 = addresses & mask;
        return true;
    }

    @Override
    void turnBack() {
        mask = SOURCE_HALF;
        key0 = addresses & mask;
    }

    @Override
    void rewrite(final Packet packet, final long newAddresses, final int newPorts) {
        final long rewritten = newAddresses & mask | addresses & ~mask;
        final long delta = InternetChecksum.deltaSum64(addresses, rewritten);
        packet.putLong(network + Ipv4Header.SOURCE_OFFSET, rewritten);
        Ipv4Header.checksum(packet, network, InternetChecksum.applySum(Ipv4Header.checksum(packet, network), delta));
        if (isLaterFragment) {
            return;
        }
        if (protocol == Ipv4Header.PROTOCOL_TCP && TcpHeader.fits(packet, transport)) {
            final int checksum = TcpHeader.checksum(packet, transport);
            TcpHeader.checksum(packet, transport, InternetChecksum.applySum(checksum, delta));
        } else if (protocol == Ipv4Header.PROTOCOL_UDP && UdpHeader.fits(packet, transport)) {
            final int checksum = UdpHeader.checksum(packet, transport);
            UdpHeader.checksum(packet, transport, InternetChecksum.applySumToUdp(checksum, delta));
        }
    }
}
