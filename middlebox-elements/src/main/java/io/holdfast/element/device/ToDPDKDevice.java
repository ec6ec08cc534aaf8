package io.holdfast.element.device;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;

/**
 * Where frames leave the graph by a port: {@code ToDPDKDevice(PORT)}, PORT being a name of the node's settings.
 *
 * <p>The worker sends them, at once or when what they depend on is stable. FastClick's keywords are accepted as by
 * {@link FromDPDKDevice}.
 */
public final class ToDPDKDevice extends Element {
    private String portName = "";
    private int port;
    private ElementContext context;
    private StatisticsCounter count;

    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, DeviceArguments.DPDK);
        portName = arguments.get(DeviceArguments.PORT);
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
}
