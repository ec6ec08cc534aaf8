package io.holdfast.nat.host;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A wire at whose end something happens to the frames that are sent: null is a frame lost. */
final class FaultyWire implements Wire {
    private final Wire wire;
    UnaryOperator<byte[]> fault = frame -> frame;
    int faults;

    FaultyWire(final Wire wire) {
        this.wire = wire;
    }

    @Override
    public boolean send(final byte[] frame) {
        final byte[] changed = fault.apply(frame);
        if (changed != frame) {
            faults++;
        }
        return changed == null || wire.send(changed);
    }

    @Override
    public int poll(final Consumer<byte[]> handler, final int limit) {
        return wire.poll(handler, limit);
    }
}
