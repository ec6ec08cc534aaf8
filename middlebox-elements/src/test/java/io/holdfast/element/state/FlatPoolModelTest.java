package io.holdfast.element.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.element.AccessControl;
import io.holdfast.element.SharedPool;
import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The pool against an {@link ArrayDeque}. */
class FlatPoolModelTest {
    @Property(tries = 200)
    void shouldTakeAndGiveAsAQueue(@ForAll final List<@IntRange(min = 0, max = 2) Integer> operations) {
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedPool pool = store.sharedPool("e", "p", 100, 107, AccessControl.UNPROTECTED);
            final ArrayDeque<Integer> free = new ArrayDeque<>(List.of(100, 101, 102, 103, 104, 105, 106));
            final ArrayDeque<Integer> out = new ArrayDeque<>();
            long empty = 0;
            for (final int operation : operations) {
                if (operation == 0 && !out.isEmpty()) {
                    free.add(out.peekLast());
                    pool.give(out.pollLast());
                } else if (free.isEmpty()) {
                    empty++;
                    assertEquals(SharedPool.EMPTY, pool.take());
                } else {
                    out.add(free.poll());
                    assertEquals(out.peekLast(), pool.take());
                }
                assertEquals(free.size(), pool.available());
                assertEquals(empty, pool.emptyCount());
            }
        }
    }
}
