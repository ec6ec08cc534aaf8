package io.holdfast.element.source;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.Timer;
import io.holdfast.packet.PacketBatch;

/** Makes a packet at every interval. */
final class TimedSource extends SourceElement {
    static final Parameter<Long> INTERVAL =
            Parameter.optional("INTERVAL", ArgumentTypes.DURATION_NS, "500ms", "seconds", "time between packets");
    static final Parameter<Long> INITIAL_DELAY = Parameter.keyword(
            "INITIAL_DELAY",
            ArgumentTypes.DURATION_NS,
            "",
            "seconds",
            "time before the first packet; default: INTERVAL");
    static final Parameter<Integer> LIMIT = Parameter.keyword(
            "LIMIT",
            ArgumentTypes.integer(-1, Integer.MAX_VALUE),
            "-1",
            "packets",
            "packets made in all; -1: no limit");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether packets are made");

    private static final int INTERVAL_NS = 0;

    private final PacketBatch batch = new PacketBatch();
    private long intervalNs;
    private long initialDelayNs;
    private LocalLongs state;
    private PacketMaker maker;
    private Timer timer;

    @Override
    public void configure(final Arguments arguments) {
        configureCommon(arguments);
        final boolean hasDelay = arguments.isGiven(INITIAL_DELAY);
        final long delayNs = arguments.get(INITIAL_DELAY);
        configureLimit(arguments.get(LIMIT), arguments.get(ACTIVE));
        intervalNs = arguments.get(INTERVAL);
        if (intervalNs == 0) {
            arguments.error("INTERVAL: must be positive");
        }
        initialDelayNs = hasDelay ? delayNs : intervalNs;
        configureData(arguments.get(SourceParameters.DATA));
        arguments.finish();
    }

    @Override
    void initializeSource(final ElementContext context) {
        maker = new PacketMaker(context, data(), lengthBytes());
        state = new LocalLongs(context, "interval", 1);
        state.set(INTERVAL_NS, intervalNs);
        timer = context.timer(this::run);
        timer.schedule(context.timeNs() + initialDelayNs);
    }

    @Override
    void resume() {
        if (timer.deadlineNs() == Timer.NOT_SET) {
            timer.schedule(nowNs() + state.get(INTERVAL_NS));
        }
    }

    private void run() {
        if (!mayMake()) {
            return;
        }
        final int made = maker.add(batch, 1);
        output(0).push(batch);
        counted(made);
        if (mayMake()) {
            timer.schedule(nowNs() + state.get(INTERVAL_NS));
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        super.addHandlers(handlers);
        handlers.read(
                "interval", "time between packets, in seconds", () -> Double.toString(state.get(INTERVAL_NS) / 1e9));
        handlers.write("interval", "changes the interval", text -> {
            final long changedNs = HandlerValues.value(text, ArgumentTypes.DURATION_NS);
            if (changedNs <= 0) {
                throw new IllegalArgumentException("interval must be positive");
            }
            state.set(INTERVAL_NS, changedNs);
        });
    }
}
