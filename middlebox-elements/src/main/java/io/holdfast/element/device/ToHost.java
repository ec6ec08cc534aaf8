package io.holdfast.element.device;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;
import java.util.List;

/**
 * Gives frames to the host: {@code ToHost([DEVNAME])}, {@code ToHostSniffers([DEVNAME])}.
 *
 * <p>{@link HostPorts} says which port that is; without one they are dropped ({@code drops.noHostPort}).
 */
final class ToHost extends Element {
    static final Parameter<String> DEVNAME =
            Parameter.optional("DEVNAME", ArgumentTypes.WORD, "", "", "device that the frames seem to have come by");
    static final List<String> IGNORED = List.of("SNIFFERS", "QUIET", "ALLOW_NONEXISTENT", "TYPE");

    private String device = "";
    private int port;
    private ElementContext context;
    private StatisticsCounter count;
    private StatisticsCounter noHostPort;

    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, IGNORED);
        device = arguments.get(DEVNAME);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        port = HostPorts.find(context, device);
        count = context.statistics("count");
        noHostPort = context.statistics("drops.noHostPort");
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        if (port == HostPorts.NONE) {
            noHostPort.add(batch.size());
            batch.free();
            return;
        }
        count.add(batch.size());
        context.transmit(port, batch);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "frames given to the host", () -> Long.toString(count.get()));
        handlers.read(
                "drops", "frames dropped, as there is no port for the host", () -> Long.toString(noHostPort.get()));
    }
}
