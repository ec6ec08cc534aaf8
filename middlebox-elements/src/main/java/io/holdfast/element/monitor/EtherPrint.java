package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.EthernetHeader;

/**
 * Shows a line for each Ethernet frame: {@code EtherPrint([LABEL], keywords)}. Type is hexadecimal, length is the frame's.
 *
 * <pre>
 *   label: 1000.000000: 02-00-00-00-00-01 > FF-FF-FF-FF-FF-FF: type 0806 length 42
 * </pre>
 */
final class EtherPrint extends PrintingElement {
    static final Parameter<Boolean> TIMESTAMP =
            Parameter.keyword("TIMESTAMP", ArgumentTypes.BOOL, "true", "", "whether the timestamp is shown");

    @Override
    public void configure(final Arguments arguments) {
        configureLine(arguments, TIMESTAMP);
        arguments.finish();
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH;
    }

    @Override
    void describe(final Packet packet, final StringBuilder line) {
        if (!EthernetHeader.fits(packet, 0)) {
            line.append("(no Ethernet header) length ").append(packet.length());
            return;
        }
        line.append(Addresses.formatEther(EthernetHeader.source(packet, 0)))
                .append(" > ")
                .append(Addresses.formatEther(EthernetHeader.destination(packet, 0)))
                .append(": type ");
        PayloadText.hex(EthernetHeader.type(packet, 0) >>> Byte.SIZE, line);
        PayloadText.hex(EthernetHeader.type(packet, 0) & 0xff, line);
        line.append(" length ").append(packet.length());
    }
}
