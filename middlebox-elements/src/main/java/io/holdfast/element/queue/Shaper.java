package io.holdfast.element.queue;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.RateLimit;
import io.holdfast.element.RateParameters;
import io.holdfast.packet.PacketBatch;

/** Lets packets be pulled at a rate, of packets or of bytes, at most. */
final class Shaper extends PulledElement {
    private final boolean isBandwidth;
    private final RateParameters parameters;
    private RateLimit bucket;

    private Shaper(final boolean isBandwidth) {
        this.isBandwidth = isBandwidth;
        parameters = new RateParameters(isBandwidth);
    }

    static Shaper forPackets() {
        return new Shaper(false);
    }

    static Shaper forBandwidth() {
        return new Shaper(true);
    }

    @Override
    public void configure(final Arguments arguments) {
        parameters.configure(arguments);
        arguments.finish();
    }

    @Override
    void initializeState(final ElementContext context) {
        bucket = parameters.bucket(context);
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        RatedPull.pull(input(0), batch, maxPackets, bucket, nowNs(), isBandwidth);
        if (bucket.tokens(nowNs()) <= 0) {
            sleepUntil(bucket.readyNs(nowNs()));
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        parameters.addHandlers(handlers, () -> bucket);
        handlers.write("reset", "looks for packets at once", ignored -> wake());
    }
}
