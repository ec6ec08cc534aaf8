package io.holdfast.element.queue;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.RateLimit;
import io.holdfast.element.RateParameters;
import io.holdfast.packet.PacketBatch;

/** Pulls packets at a rate, of packets or of bytes, and pushes them. */
final class RatedUnqueue extends PullingElement {
    private final boolean isBandwidth;
    private final RateParameters parameters;
    private final PacketBatch batch = new PacketBatch();
    private RateLimit bucket;

    private RatedUnqueue(final boolean isBandwidth) {
        this.isBandwidth = isBandwidth;
        parameters = new RateParameters(isBandwidth);
    }

    static RatedUnqueue forPackets() {
        return new RatedUnqueue(false);
    }

    static RatedUnqueue forBandwidth() {
        return new RatedUnqueue(true);
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
    void run() {
        final int pulled = RatedPull.pull(input(0), batch, batch.capacity(), bucket, nowNs(), isBandwidth);
        output(0).push(batch);
        if (bucket.tokens(nowNs()) > 0) {
            runAgainIfWorthwhile(pulled == batch.capacity());
        } else if (mayHavePackets()) {
            runAgainAt(bucket.readyNs(nowNs()));
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        parameters.addHandlers(handlers, () -> bucket);
        handlers.write("reset", "looks for packets at once", ignored -> runAgain());
    }
}
