package io.holdfast.element.queue;

import io.holdfast.element.Arguments;
import io.holdfast.element.click.ConfigurationValues;
import java.util.List;
import java.util.OptionalLong;

/** Reads a list of tickets, one for each port. */
final class StrideTickets {
    private StrideTickets() {}

    static long[] read(final Arguments arguments, final int ports) {
        final List<String> texts = arguments.rest();
        final long[] tickets = new long[ports];
        java.util.Arrays.fill(tickets, 1);
        if (texts.size() != ports) {
            arguments.error("need " + ports + " arguments, one per port");
            return tickets;
        }
        for (int i = 0; i < ports; i++) {
            final OptionalLong value = ConfigurationValues.integer(texts.get(i));
            if (value.isEmpty() || value.getAsLong() < 1 || value.getAsLong() > StrideSched.MAX_TICKETS) {
                arguments.error("TICKETS " + i + ": must be a number from 1 to " + StrideSched.MAX_TICKETS);
            } else {
                tickets[i] = value.getAsLong();
            }
        }
        return tickets;
    }
}
