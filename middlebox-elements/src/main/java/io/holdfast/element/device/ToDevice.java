package io.holdfast.element.device;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;

/**
 * Where frames leave the graph by a port, as Click's user-level driver has it: {@code ToDevice(DEVNAME)}.
 *
 * <p>Pulls where its input is pulled, takes what is pushed elsewhere. The worker sends the frames, at once or when what
 * they depend on is stable.
 */
final class ToDevice extends Element {
    private String portName = "";
    private int port;
    private ElementContext context;
    private StatisticsCounter count;

    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, DeviceArguments.CLICK);
        portName = arguments.get(DeviceArguments.DEVNAME);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        port = DeviceArguments.port(context, portName);
        count = context.statistics("count");
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        count.add(batch.size());
        context.transmit(port, batch);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "frames sent", () -> Long.toString(count.get()));
        handlers.write("reset_counts", "begins counting anew", ignored -> count.reset());
    }
}
