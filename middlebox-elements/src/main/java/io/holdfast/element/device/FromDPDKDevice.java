package io.holdfast.element.device;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.packet.PacketBatch;

/**
 * Where the frames of a port enter the graph: {@code FromDPDKDevice(PORT)}, PORT being a name of the node's settings.
 *
 * <p>FastClick's keywords are accepted and do nothing: ports and workers belong to the node's settings, one queue per
 * worker. Sets the input-port annotation.
 */
public final class FromDPDKDevice extends Element {
    private String portName = "";
    private int port;

    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, DeviceArguments.DPDK);
        portName = arguments.get(DeviceArguments.PORT);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        port = DeviceArguments.port(context, portName);
        if (port >= 0) {
            context.receiveFrom(port);
        }
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).inputPort(port);
        }
        output(0).push(batch);
    }
}
