package io.holdfast.element.monitor;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.click.ConfigurationValues;
import java.util.OptionalLong;

/** A write handler that is called once, when a count reaches a number. */
final class CountCall {
    private static final int COUNT = 0;

    private final long threshold;
    private final String handler;
    private final String value;
    private ElementContext context;
    private LocalLongs state;
    private String owner = "";

    private CountCall(final long threshold, final String handler, final String value) {
        this.threshold = threshold;
        this.handler = handler;
        this.value = value;
    }

    /** Reads a call; null if none is given, or it is wrong, which is reported. */
    static CountCall parse(final Arguments arguments, final Parameter<String> parameter) {
        final String text = arguments.get(parameter);
        if (text.isEmpty()) {
            return null;
        }
        final String[] words = text.strip().split("\\s+", 3);
        final OptionalLong number = ConfigurationValues.integer(words[0]);
        if (words.length < 2 || number.isEmpty() || number.getAsLong() < 1) {
            arguments.error(parameter.name() + ": expected 'N HANDLER [VALUE]', not: " + text);
            return null;
        }
        return new CountCall(number.getAsLong(), words[1], words.length < 3 ? "" : words[2]);
    }

    /** Makes the count. */
    void initialize(final ElementContext newContext, final String stateName, final String ownerName) {
        context = newContext;
        owner = ownerName;
        state = new LocalLongs(context, stateName, 1);
    }

    void add(final long number) {
        final long before = state.get(COUNT);
        if (before >= threshold) {
            return;
        }
        state.set(COUNT, before + number);
        if (before + number >= threshold) {
            try {
                context.writeHandler(handler, value);
            } catch (final IllegalArgumentException e) {
                context.chatter(owner + ": " + e.getMessage());
            }
        }
    }

    void reset() {
        state.set(COUNT, 0);
    }
}
