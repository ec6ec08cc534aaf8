package io.holdfast.element.source;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.RateLimit;
import io.holdfast.element.Task;
import io.holdfast.element.Timer;
import io.holdfast.packet.PacketBatch;

/** Makes packets at a rate; what a pause leaves undone is made up for, up to 20 ms' worth. */
final class RatedSource extends SourceElement {
    static final Parameter<Long> RATE = Parameter.optional(
            "RATE", ArgumentTypes.longInteger(0, RateLimit.MAX), "10", "packets/s", "packets per second");
    static final Parameter<Long> BANDWIDTH =
            Parameter.keyword("BANDWIDTH", ArgumentTypes.BANDWIDTH, "", "bytes/s", "bytes per second, instead of RATE");

    private static final long SAVED_PART_OF_SECOND = 50;

    private final PacketBatch batch = new PacketBatch();
    private long rate;
    private long bandwidth;
    private PacketMaker maker;
    private RateLimit bucket;
    private Task task;
    private Timer timer;

    @Override
    public void configure(final Arguments arguments) {
        configureCommon(arguments);
        bandwidth = arguments.get(BANDWIDTH);
        configureData(arguments.get(SourceParameters.DATA));
        rate = arguments.get(RATE);
        final int limit = arguments.get(SourceParameters.LIMIT);
        configureLimit(limit, arguments.get(SourceParameters.ACTIVE));
        arguments.finish();
    }

    @Override
    void initializeSource(final ElementContext context) {
        maker = new PacketMaker(context, data(), lengthBytes());
        if (bandwidth > 0) {
            rate = Math.max(1, bandwidth / Math.max(1, maker.lengthBytes()));
        }
        bucket = new RateLimit(context, "bucket", rate, saved(rate), 1);
        task = context.task(this::run);
        timer = context.timer(task::schedule);
        if (!isPullOutput(0)) {
            task.schedule();
        }
    }

    private static long saved(final long rate) {
        return Math.max(1, rate / SAVED_PART_OF_SECOND);
    }

    @Override
    void resume() {
        if (!isPullOutput(0)) {
            task.schedule();
        }
    }

    private void run() {
        if (!mayMake()) {
            return;
        }
        final int made = make(batch, batch.capacity());
        output(0).push(batch);
        counted(made);
        if (!mayMake()) {
            return;
        }
        if (bucket.tokens(nowNs()) > 0) {
            task.schedule();
        } else {
            timer.schedule(bucket.readyNs(nowNs()));
        }
    }

    @Override
    public void pull(final int output, final PacketBatch wanted, final int maxPackets) {
        if (mayMake()) {
            counted(make(wanted, maxPackets));
        }
    }

    private int make(final PacketBatch target, final int maxPackets) {
        final long tokens = Math.max(0, bucket.tokens(nowNs()));
        final int count = (int) Math.min(maxPackets, Math.min(tokens, left()));
        bucket.take(count);
        return maker.add(target, count);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        super.addHandlers(handlers);
        handlers.read("rate", "packets per second", () -> Long.toString(bucket.tokensPerSecond()));
        handlers.write("rate", "changes the rate", text -> {
            final long newRate = HandlerValues.value(text, RATE.type());
            bucket.set(newRate, saved(newRate));
            resume();
        });
    }
}
