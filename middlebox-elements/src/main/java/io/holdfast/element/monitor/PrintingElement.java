package io.holdfast.element.monitor;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Shows packets to people and passes them on. What is shown is no output that is held until the log is safe; a replica
 * shows nothing. Whether it is active is soft.
 */
abstract class PrintingElement extends Element {
    static final Parameter<String> LABEL =
            Parameter.optional("LABEL", ArgumentTypes.STRING, "", "", "what each line begins with");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether anything is shown");

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MICROSECOND_NS = 1000;

    private String label = "";
    private boolean startsActive;
    private boolean hasTimestamp;
    private ElementContext context;
    /** 0 if nothing is to be shown. */
    private StatisticsCounter active;

    /** Takes what all printers have in common. */
    final void configureLine(final Arguments arguments, final Parameter<Boolean> timestamp) {
        label = arguments.get(LABEL);
        startsActive = arguments.get(ACTIVE);
        hasTimestamp = arguments.get(timestamp);
    }

    @Override
    public final void initialize(final ElementContext newContext) {
        context = newContext;
        active = context.statistics("active");
        active.add(startsActive ? 1 : 0);
        open(context);
    }

    /** Opens what lines are shown in, if that is not the standard error. */
    void open(final ElementContext newContext) {}

    @Override
    public final void push(final int input, final PacketBatch batch) {
        if (active.get() != 0) {
            final StringBuilder line = new StringBuilder();
            for (int i = 0; i < batch.size(); i++) {
                print(batch.get(i), line);
            }
            endBurst();
        }
        output(0).push(batch);
    }

    private void print(final Packet packet, final StringBuilder line) {
        line.setLength(0);
        if (!label.isEmpty()) {
            line.append(label).append(": ");
        }
        if (hasTimestamp) {
            final long micros = Math.floorMod(packet.timestampNs(), SECOND_NS) / MICROSECOND_NS;
            line.append(Math.floorDiv(packet.timestampNs(), SECOND_NS))
                    .append('.')
                    .append(Long.toString(micros + 1_000_000), 1, 7)
                    .append(": ");
        }
        describe(packet, line);
        show(line);
    }

    /** Called when a burst's lines have been shown. */
    void endBurst() {}

    /** Shows a finished line. */
    void show(final StringBuilder line) {
        context.chatter(line.toString());
    }

    /** Adds what there is to say of a packet. */
    abstract void describe(Packet packet, StringBuilder line);

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("active", "whether anything is shown", () -> active.get() == 0 ? "false" : "true");
        handlers.write("active", "says whether anything is shown", text -> {
            final boolean isActive = HandlerValues.bool(text);
            active.reset();
            active.add(isActive ? 1 : 0);
        });
    }
}
