package io.holdfast.recovery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What somebody should look into, in words: the last few. Used by the node's thread. */
final class Alarms {
    private static final int MOST = 8;

    private final Deque<String> last = new ArrayDeque<>();
    private long count;

    void raise(final String what) {
        if (last.size() == MOST) {
            last.removeFirst();
        }
        last.add(what);
        count++;
    }

    /** The last few, oldest first. */
    List<String> last() {
        return List.copyOf(last);
    }

    /** All that were ever raised. */
    long count() {
        return count;
    }
}
