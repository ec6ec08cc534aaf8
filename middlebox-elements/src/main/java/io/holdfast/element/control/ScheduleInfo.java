package io.holdfast.element.control;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.click.ConfigurationText;
import io.holdfast.element.click.ConfigurationValues;
import io.holdfast.packet.PacketBatch;
import java.util.List;

/**
 * Checks that its arguments name elements, each with a number, and does nothing with them: tasks have their turns by
 * number, and which worker has a packet is decided by its flow.
 */
final class ScheduleInfo extends Element {
    private final boolean isForThreads;

    private ScheduleInfo(final boolean isForThreads) {
        this.isForThreads = isForThreads;
    }

    static ScheduleInfo forTickets() {
        return new ScheduleInfo(false);
    }

    static ScheduleInfo forThreads() {
        return new ScheduleInfo(true);
    }

    @Override
    public void configure(final Arguments arguments) {
        for (final String line : arguments.rest()) {
            final List<String> words = ConfigurationText.words(line);
            final boolean isNumber = words.size() == 2
                    && (isForThreads
                            ? ConfigurationValues.integer(words.get(1)).isPresent()
                            : words.get(1).matches("\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9}"));
            if (!isNumber) {
                arguments.error("expected 'ELEMENT " + (isForThreads ? "THREAD" : "PARAM") + "', not '" + line + "'");
            } else if (arguments.scope().element(words.getFirst()) == null) {
                arguments.error("no element named '" + words.getFirst() + "'");
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
