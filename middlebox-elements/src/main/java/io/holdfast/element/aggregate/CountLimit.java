package io.holdfast.element.aggregate;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.click.ConfigurationValues;
import java.util.List;
import java.util.OptionalLong;

/**
 * What happens once when a count reaches a number: the driver is stopped, counting frozen, or a write handler called. At most
 * one of the three.
 */
final class CountLimit {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int COUNT = 0;

    private enum Action {
        STOP,
        FREEZE,
        CALL
    }

    /** What such a limit is called in configurations. */
    record Names(Parameter<Long> stopAfter, Parameter<Long> freezeAfter, Parameter<String> callAfter) {
        private static Names of(final String what, final String unit) {
            return new Names(
                    number("STOP_AFTER_" + what, unit, "after which the driver is stopped; 0: never"),
                    number("FREEZE_AFTER_" + what, unit, "after which new aggregates are not counted; 0: never"),
                    Parameter.keyword(
                            "CALL_AFTER_" + what,
                            ArgumentTypes.TEXT,
                            "",
                            "",
                            "N HANDLER [VALUE]: handler called after N"));
        }

        private static Parameter<Long> number(final String name, final String unit, final String description) {
            return Parameter.keyword(name, ArgumentTypes.longInteger(0, NEVER), "0", unit, description);
        }

        List<Parameter<?>> parameters() {
            return List.of(stopAfter, freezeAfter, callAfter);
        }
    }

    static final Names AFTER_AGGREGATES = Names.of("AGG", "aggregates");
    static final Names AFTER_COUNT = Names.of("COUNT", "packets or bytes");

    private final Names names;
    private Action action = Action.STOP;
    private long threshold = NEVER;
    private String call = "";
    private ElementContext context;
    private Runnable onFreeze;
    private String owner = "";
    private LocalLongs state;

    CountLimit(final Names names) {
        this.names = names;
    }

    void configure(final Arguments arguments) {
        final long stop = arguments.get(names.stopAfter());
        final long freeze = arguments.get(names.freezeAfter());
        call = arguments.get(names.callAfter()).strip();
        if ((stop != 0 ? 1 : 0) + (freeze != 0 ? 1 : 0) + (call.isEmpty() ? 0 : 1) > 1) {
            arguments.error(names.stopAfter().name() + ", "
                    + names.freezeAfter().name() + " and " + names.callAfter().name() + " exclude each other");
        }
        if (stop != 0) {
            threshold = stop;
        } else if (freeze != 0) {
            threshold = freeze;
            action = Action.FREEZE;
        } else if (!call.isEmpty()) {
            action = Action.CALL;
            threshold = callThreshold(arguments);
        }
    }

    private long callThreshold(final Arguments arguments) {
        final String[] words = call.split("\\s+", 3);
        final OptionalLong number = ConfigurationValues.integer(words[0]);
        if (words.length < 2 || number.isEmpty() || number.getAsLong() < 1) {
            arguments.error(names.callAfter().name() + ": expected 'N HANDLER [VALUE]', not: " + call);
            return NEVER;
        }
        return number.getAsLong();
    }

    void initialize(
            final ElementContext newContext, final String newOwner, final String stateName, final Runnable freeze) {
        context = newContext;
        owner = newOwner;
        onFreeze = freeze;
        state = new LocalLongs(context, stateName, 1);
    }

    long count() {
        return state.get(COUNT);
    }

    /** The call as it was configured. */
    String call() {
        return call;
    }

    void reset() {
        state.set(COUNT, 0);
    }

    void add(final long amount) {
        final long before = state.get(COUNT);
        state.set(COUNT, before + amount);
        if (before < threshold && before + amount >= threshold) {
            act();
        }
    }

    private void act() {
        switch (action) {
            case STOP -> context.requestStop();
            case FREEZE -> onFreeze.run();
            case CALL -> {
                final String[] words = call.split("\\s+", 3);
                try {
                    context.writeHandler(words[1], words.length < 3 ? "" : words[2]);
                } catch (final IllegalArgumentException e) {
                    context.chatter(owner + ": " + e.getMessage());
                }
            }
        }
    }
}
