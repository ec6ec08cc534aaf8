package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.ArpHeader;
import io.holdfast.packet.header.EthernetHeader;

/**
 * Shows a line for each ARP frame, in the manner of tcpdump: {@code ARPPrint([LABEL], keywords)}.
 *
 * <pre>
 *   label: 1000.000000: arp who-has 10.0.0.1 tell 10.0.0.2
 *   label: 1000.000000: arp reply 10.0.0.1 is-at 02:00:00:00:00:01
 * </pre>
 */
final class ARPPrint extends PrintingElement {
    static final Parameter<Boolean> TIMESTAMP =
            Parameter.keyword("TIMESTAMP", ArgumentTypes.BOOL, "true", "", "whether the timestamp is shown");
    static final Parameter<Boolean> ETHER =
            Parameter.keyword("ETHER", ArgumentTypes.BOOL, "false", "", "whether the Ethernet addresses are shown");

    private boolean showsEther;

    @Override
    public void configure(final Arguments arguments) {
        configureLine(arguments, TIMESTAMP);
        showsEther = arguments.get(ETHER);
        arguments.finish();
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + ArpHeader.LENGTH;
    }

    @Override
    void describe(final Packet packet, final StringBuilder line) {
        if (!EthernetHeader.fits(packet, 0)
                || EthernetHeader.type(packet, 0) != EthernetHeader.TYPE_ARP
                || !ArpHeader.fits(packet, EthernetHeader.LENGTH)) {
            line.append("(no ARP)");
            return;
        }
        if (showsEther) {
            line.append(Addresses.formatEther(EthernetHeader.source(packet, 0)))
                    .append(" > ")
                    .append(Addresses.formatEther(EthernetHeader.destination(packet, 0)))
                    .append(": ");
        }
        final int arp = EthernetHeader.LENGTH;
        final String sender = Addresses.formatIp(ArpHeader.senderIp(packet, arp));
        if (ArpHeader.operation(packet, arp) == ArpHeader.REQUEST) {
            final String target = Addresses.formatIp(ArpHeader.targetIp(packet, arp));
            line.append("arp who-has ").append(target).append(" tell ").append(sender);
        } else {
            line.append("arp reply ")
                    .append(sender)
                    .append(" is-at ")
                    .append(Addresses.formatEther(ArpHeader.senderMac(packet, arp)));
        }
    }
}
