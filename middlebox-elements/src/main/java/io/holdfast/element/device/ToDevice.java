package io.holdfast.element.device;

import io.holdfast.element.Arguments;
import io.holdfast.element.Handlers;

/**
 * Where frames leave the graph by a port, as Click's user-level driver has it: {@code ToDevice(DEVNAME)}.
 *
 * <p>Pulls where its input is pulled, takes what is pushed elsewhere. The worker sends the frames, at once or when what
 * they depend on is stable.
 */
final class ToDevice extends TransmittingElement {
    @Override
    public void configure(final Arguments arguments) {
        DeviceArguments.ignore(arguments, DeviceArguments.CLICK);
        sendTo(arguments.get(DeviceArguments.DEVNAME));
        arguments.finish();
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "frames sent", () -> Long.toString(count().get()));
        handlers.write("reset_counts", "begins counting anew", ignored -> count().reset());
    }
}
