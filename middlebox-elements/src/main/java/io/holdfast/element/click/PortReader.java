package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Reads the ports between brackets. */
final class PortReader {
    /** Highest number of a port. */
    static final int MAX_PORT = 4095;

    private final FaultReporter faults;

    PortReader(final FaultReporter faults) {
        this.faults = faults;
    }

    /** Reads ports; null stands for none written. */
    PortList read(final ClickParser.PortsContext context) {
        if (context == null) {
            return PortList.ABSENT;
        }
        final List<Integer> numbers = new ArrayList<>();
        for (final ClickParser.PortRangeContext range : context.portRange()) {
            final int first = number(range.first);
            final int last = range.last == null ? first : number(range.last);
            for (int port = first; port <= last; port++) {
                numbers.add(port);
            }
            if (last < first) {
                faults.report(range.getStart(), "syntax error: port range should not go down");
                numbers.add(first);
            }
        }
        final boolean open = numbers.isEmpty() || context.open != null;
        return new PortList(List.copyOf(numbers), open, true);
    }

    private int number(final Token token) {
        final String text = token.getText();
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            faults.report(token, "syntax error: port number should be integer");
            return 0;
        }
        if (text.length() > 9 || Integer.parseInt(text) > MAX_PORT) {
            faults.report(token, "port number " + text + " too large, limit " + MAX_PORT);
            return 0;
        }
        return Integer.parseInt(text);
    }
}
