package io.holdfast.element.device;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;
import java.util.List;

/**
 * Exchanges packets with the host by a virtual device: {@code KernelTun(ADDR/MASK, [GATEWAY], keywords)} IP packets,
 * {@code KernelTap} frames.
 *
 * <p>The device is a port of the node's settings: that of {@code DEV_NAME}, else that of the element's name, else
 * {@link HostPorts}'. Frames of such a port have Ethernet headers: {@code KernelTun} takes them off, and puts on one of
 * zeros, which a TAP device in promiscuous mode takes. The address is set outside, where the device is made.
 */
final class KernelTun extends Element {
    static final Parameter<String> ADDR =
            Parameter.mandatory("ADDR", ArgumentTypes.TEXT, "", "the host's address and prefix; checked, set outside");
    static final Parameter<Integer> GATEWAY =
            Parameter.optional("GATEWAY", ArgumentTypes.IP, "0.0.0.0", "", "accepted, set outside");
    static final Parameter<String> DEV_NAME =
            Parameter.keyword("DEV_NAME", ArgumentTypes.WORD, "", "", "the port; default: the element's name");
    static final List<String> IGNORED = List.of("HEADROOM", "BURST", "MTU", "IGNORE_QUEUE_OVERFLOWS", "ETHER");

    private final boolean hasEthernet;
    private String device = "";
    private int port;
    private ElementContext context;
    private StatisticsCounter count;
    private StatisticsCounter notIp;
    private StatisticsCounter noHostPort;

    KernelTun(final boolean hasEthernet) {
        this.hasEthernet = hasEthernet;
    }

    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, IGNORED);
        device = arguments.get(DEV_NAME);
        final String prefix = arguments.get(ADDR);
        arguments.get(GATEWAY);
        if (!prefix.isEmpty()
                && arguments.scope().names().prefix(arguments.scope().elementName(), prefix, true) == null) {
            arguments.error("ADDR: parse error");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        count = context.statistics("count");
        notIp = context.statistics("drops.notIp");
        noHostPort = context.statistics("drops.noHostPort");
        final int named = context.portNumber(device.isEmpty() ? name() : device);
        port = named >= 0 ? named : HostPorts.find(context, device);
        if (port != HostPorts.NONE && outputCount() > 0) {
            context.receiveFrom(port);
        }
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Ipv4Header.MIN_LENGTH;
    }

    @Override
    public void receive(final PacketBatch batch) {
        final int size = batch.size();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            final Packet packet = batch.get(i);
            if (hasEthernet) {
                batch.set(kept++, packet);
            } else if (isIp(packet)) {
                packet.strip(EthernetHeader.LENGTH);
                packet.networkOffset(0);
                packet.transportOffset(Ipv4Header.headerLength(packet, 0));
                packet.destinationIp(Ipv4Header.destination(packet, 0));
                batch.set(kept++, packet);
            } else {
                notIp.increment();
                packet.free();
            }
        }
        batch.size(kept);
        output(0).push(batch);
    }

    private static boolean isIp(final Packet packet) {
        return EthernetHeader.fits(packet, 0)
                && EthernetHeader.type(packet, 0) == EthernetHeader.TYPE_IPV4
                && Ipv4Header.fits(packet, EthernetHeader.LENGTH);
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        if (port == HostPorts.NONE) {
            noHostPort.add(batch.size());
            batch.free();
            return;
        }
        count.add(batch.size());
        if (!hasEthernet) {
            encapsulate(batch);
        }
        context.transmit(port, batch);
    }

    private void encapsulate(final PacketBatch batch) {
        final int size = batch.size();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            final Packet packet = batch.get(i);
            if (packet.prepend(EthernetHeader.LENGTH)) {
                packet.putMac(0, 0);
                packet.putMac(EthernetHeader.SOURCE_OFFSET, 0);
                packet.putShort(EthernetHeader.TYPE_OFFSET, EthernetHeader.TYPE_IPV4);
                batch.set(kept++, packet);
            } else {
                notIp.increment();
                packet.free();
            }
        }
        batch.size(kept);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets given to the host", () -> Long.toString(count.get()));
        handlers.read("dev_name", "the port", () -> device.isEmpty() ? name() : device);
    }
}
