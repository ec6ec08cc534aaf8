package io.holdfast.element.ethernet;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.SharedCounter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.PacketBatch;

/**
 * Passes what comes in by an input on to the output of the same number, unless the port is switched off.
 *
 * <p>Ports are switched by handlers, or by an EtherSpanTree; for all workers.
 */
final class Suppressor extends Element {
    private static final int MAX_PORTS = 64;

    private SharedCounter suppressed;
    private StatisticsCounter drops;

    @Override
    public void configure(final Arguments arguments) {
        if (inputCount() > MAX_PORTS) {
            arguments.error("too many ports: " + inputCount() + ", at most " + MAX_PORTS);
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        suppressed = context.sharedCounter("suppressed");
        drops = context.statistics("drops.suppressed");
    }

    /** Whether a port passes nothing. */
    boolean isSuppressed(final int port) {
        return (suppressed.get() & 1L << port) != 0;
    }

    /** Switches a port on or off; on the worker's thread. */
    void suppress(final int port, final boolean isOff) {
        final long before = suppressed.get();
        final long after = isOff ? before | 1L << port : before & ~(1L << port);
        if (before != after) {
            suppressed.set(after);
        }
    }

    /** Ports. */
    int ports() {
        return inputCount();
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        if (isSuppressed(input)) {
            drops.add(batch.size());
            batch.free();
        } else {
            output(input).push(batch);
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        for (int i = 0; i < inputCount(); i++) {
            final int port = i;
            handlers.read(
                    "active" + port, "whether the port passes packets", () -> isSuppressed(port) ? "false" : "true");
            handlers.write(
                    "active" + port,
                    "says whether the port passes packets",
                    value -> suppress(port, !HandlerValues.bool(value)));
        }
        handlers.write("reset", "switches all ports on", ignored -> suppressed.set(0));
    }
}
