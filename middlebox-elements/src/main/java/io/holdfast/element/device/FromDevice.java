package io.holdfast.element.device;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketType;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Where the frames of a port enter the graph, as Click's user-level driver has it: {@code FromDevice(DEVNAME, keywords)};
 * {@code PollDevice} is the same.
 *
 * <p>Sets the input-port and packet-type annotations. With {@code FORCE_IP true} frames other than IPv4 leave by output 1,
 * or are dropped ({@code drops.notIp}), and the network header of the others is set.
 */
final class FromDevice extends Element {
    static final Parameter<Boolean> SNIFFER = Parameter.keyword(
            "SNIFFER",
            ArgumentTypes.BOOL,
            "false",
            "",
            "accepted; a port that the graph takes is not the host's as well");
    static final Parameter<Boolean> FORCE_IP =
            Parameter.keyword("FORCE_IP", ArgumentTypes.BOOL, "false", "", "whether only IPv4 packets pass");

    private String portName = "";
    private boolean forcesIp;
    private int port;
    private OutputLanes lanes;
    private StatisticsCounter count;
    private StatisticsCounter notIp;

    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, DeviceArguments.CLICK);
        arguments.get(SNIFFER);
        forcesIp = arguments.get(FORCE_IP);
        portName = arguments.get(DeviceArguments.DEVNAME);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        count = context.statistics("count");
        notIp = context.statistics("drops.notIp");
        lanes = outputCount() > 1 ? new OutputLanes(output(0), output(1)) : new OutputLanes(output(0));
        port = DeviceArguments.port(context, portName);
        if (port >= 0) {
            context.receiveFrom(port);
        }
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + (forcesIp ? Ipv4Header.MAX_LENGTH : 0);
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int size = batch.size();
        count.add(size);
        for (int i = 0; i < size; i++) {
            final Packet packet = batch.get(i);
            packet.inputPort(port);
            if (EthernetHeader.fits(packet, 0)) {
                packet.type(typeOf(EthernetHeader.destination(packet, 0)));
            }
        }
        if (forcesIp) {
            sort(batch);
        } else {
            output(0).push(batch);
        }
    }

    private void sort(final PacketBatch batch) {
        final int size = batch.size();
        for (int i = 0; i < size; i++) {
            final Packet packet = batch.get(i);
            if (EthernetHeader.fits(packet, 0)
                    && EthernetHeader.type(packet, 0) == EthernetHeader.TYPE_IPV4
                    && Ipv4Header.fits(packet, EthernetHeader.LENGTH)) {
                packet.networkOffset(EthernetHeader.LENGTH);
                packet.transportOffset(EthernetHeader.LENGTH + Ipv4Header.headerLength(packet, EthernetHeader.LENGTH));
                packet.destinationIp(Ipv4Header.destination(packet, EthernetHeader.LENGTH));
                lanes.add(0, packet);
            } else {
                notIp.increment();
                if (lanes.count() > 1) {
                    lanes.add(1, packet);
                } else {
                    packet.free();
                }
            }
        }
        batch.clear();
        lanes.flush();
    }

    private static int typeOf(final long destination) {
        if (!EthernetHeader.isGroup(destination)) {
            return PacketType.HOST;
        }
        return destination == EthernetHeader.BROADCAST ? PacketType.BROADCAST : PacketType.MULTICAST;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "frames received", () -> Long.toString(count.get()));
        handlers.write("reset_counts", "begins counting anew", ignored -> count.reset());
    }
}
