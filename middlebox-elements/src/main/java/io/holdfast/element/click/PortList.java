package io.holdfast.element.click;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The ports written at one end of a connection.
 *
 * @param numbers written, in order
 * @param open whether the list grows to the size of the other end ({@code [2,]})
 * @param written whether there are brackets at all
 */
record PortList(List<Integer> numbers, boolean open, boolean written) {
    static final PortList ABSENT = new PortList(List.of(), false, false);

    /** The ports from 0 on. */
    static PortList firstPorts(final int count) {
        return new PortList(IntStream.range(0, count).boxed().toList(), false, true);
    }

    /** Ports at least. */
    int minimumSize() {
        return written ? numbers.size() : 1;
    }

    /** Number of the n-th port: as written, or, beyond, counted on from the last written one. */
    int get(final int n) {
        if (n < numbers.size()) {
            return numbers.get(n);
        }
        return numbers.isEmpty() ? n : numbers.getLast() + 1 + n - numbers.size();
    }
}
