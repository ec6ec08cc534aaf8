package io.holdfast.element.control;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.GraphNames;
import io.holdfast.packet.PacketBatch;

/** Gives names to TCP and UDP ports: {@link GraphNames} reads the arguments, before anything is configured. */
final class PortInfo extends Element {
    @Override
    public void configure(final Arguments arguments) {
        for (final String line : arguments.rest()) {
            if (!GraphNames.isPortLine(line)) {
                arguments.error("expected 'NAME PORT[/PROTOCOL]', not '" + line + "'");
            }
        }
    }

    @Override
    public int configurePhase() {
        return 0;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        batch.free();
    }
}
