package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Takes one off the time to live, as a router must (RFC 1812 section 5.3.1): {@code DecIPTTL}.
 *
 * <p>Network headers must be set. A packet that has none left, or no header, goes to output 1 unchanged, or is dropped
 * ({@code drops.expired}).
 */
public final class DecIPTTL extends Element {
    private static final int ONE_HOP = 1 << 8;

    private RejectLane lanes;
    private StatisticsCounter expired;

    @Override
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        lanes = new RejectLane(output(0), outputCount() > 1 ? output(1) : null);
        expired = context.statistics("drops.expired");
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Ipv4Header.MIN_LENGTH;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final int network = packet.networkOffset();
            if (Ipv4Header.fits(packet, network) && Ipv4Header.ttl(packet, network) > 1) {
                decrement(packet, network);
                lanes.pass(packet);
            } else {
                expired.increment();
                lanes.reject(packet);
            }
        }
        batch.clear();
        lanes.flush();
    }

    private static void decrement(final Packet packet, final int network) {
        final int word = packet.getShort(network + Ipv4Header.TTL_OFFSET);
        packet.putShort(network + Ipv4Header.TTL_OFFSET, word - ONE_HOP);
        final int checksum = Ipv4Header.checksum(packet, network);
        Ipv4Header.checksum(packet, network, InternetChecksum.update16(checksum, word, word - ONE_HOP));
    }
}
