package io.holdfast.element.click;

import java.util.Comparator;

/**
 * A connection from an element's output to another's input.
 *
 * @param from index of the first element
 * @param output of the first element
 * @param to index of the second element
 * @param input of the second element
 */
public record FlatConnection(int from, int output, int to, int input) implements Comparable<FlatConnection> {
    private static final Comparator<FlatConnection> ORDER = Comparator.comparingInt(FlatConnection::from)
            .thenComparingInt(FlatConnection::output)
            .thenComparingInt(FlatConnection::to)
            .thenComparingInt(FlatConnection::input);

    @Override
    public int compareTo(final FlatConnection other) {
        return ORDER.compare(this, other);
    }
}
