package io.holdfast.element.device;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketType;

/**
 * Takes frames that the host sends: {@code FromHost(DEVNAME, [PREFIX])}, {@code FromHostSniffers}.
 *
 * <p>{@link HostPorts} says which port that is; without one nothing comes. The host's address and route are set outside,
 * where the port's device is made: PREFIX is checked and does nothing.
 */
final class FromHost extends Element {
    static final Parameter<String> DEVNAME =
            Parameter.mandatory("DEVNAME", ArgumentTypes.WORD, "", "device that the host believes to send by");
    static final Parameter<String> PREFIX = Parameter.optional(
            "PREFIX", ArgumentTypes.TEXT, "", "", "the host's addresses on it; accepted, set outside");

    private String device = "";
    private int port;
    private StatisticsCounter count;

    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, DeviceArguments.CLICK);
        device = arguments.get(DEVNAME);
        final String prefix = arguments.get(PREFIX);
        if (!prefix.isEmpty()
                && arguments.scope().names().prefix(arguments.scope().elementName(), prefix, true) == null) {
            arguments.error("PREFIX: parse error");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        count = context.statistics("count");
        port = HostPorts.find(context, device);
        if (port != HostPorts.NONE) {
            context.receiveFrom(port);
        }
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        count.add(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).inputPort(port);
            batch.get(i).type(PacketType.OUTGOING);
        }
        output(0).push(batch);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "frames of the host", () -> Long.toString(count.get()));
    }
}
