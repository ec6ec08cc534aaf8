package io.holdfast.element.device;

import io.holdfast.element.Arguments;

/**
 * Where frames leave the graph by a port: {@code ToDPDKDevice(PORT)}, PORT being a name of the node's settings.
 *
 * <p>The worker sends them, at once or when what they depend on is stable. FastClick's keywords are accepted as by
 * {@link FromDPDKDevice}.
 */
public final class ToDPDKDevice extends TransmittingElement {
    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, DeviceArguments.DPDK);
        sendTo(arguments.get(DeviceArguments.PORT));
        arguments.finish();
    }
}
