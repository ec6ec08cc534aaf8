package io.holdfast.element.device;

import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;

/** An element where frames leave the graph by a port; the worker sends them, at once or when what they depend on is stable. */
abstract class TransmittingElement extends Element {
    private String portName = "";
    private int port;
    private ElementContext context;
    private StatisticsCounter count;

    /** Says which port, while the element is configured. */
    final void sendTo(final String newPortName) {
        portName = newPortName;
    }

    @Override
    public final void initialize(final ElementContext newContext) {
        context = newContext;
        port = DeviceArguments.port(context, portName);
        count = context.statistics("count");
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public final void push(final int input, final PacketBatch batch) {
        count.add(batch.size());
        context.transmit(port, batch);
    }

    /** Frames given to the worker. */
    final StatisticsCounter count() {
        return count;
    }
}
