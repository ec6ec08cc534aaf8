package io.holdfast.log.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private static final long SENDER = 7;

    /** Numbers that go on, stand, jump far, and come late. */
    @Provide
    Arbitrary<List<Integer>> steps() {
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(10, Arbitraries.integers().between(-3, 5)),
                        net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(-ReplayWindow.SIZE - 70, 70)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 3 * ReplayWindow.SIZE)))
                .list()
                .ofMaxSize(400);
    }

    @Property
    void shouldTakeEachNumberOfTheWindowOnce(@ForAll("steps") final List<Integer> steps) {
        final ReplayWindow window = new ReplayWindow(SENDER, 0);
        final Set<Long> taken = new HashSet<>();
        long highest = 0;
        for (final int step : steps) {
            final long sequence = highest + step;
            final boolean isNew = sequence > 0 && sequence > highest - ReplayWindow.SIZE && !taken.contains(sequence);
            assertEquals(isNew, window.isNew(SENDER, sequence), () -> "number " + sequence + " of steps " + steps);
            if (isNew) {
                window.note(SENDER, sequence);
                taken.add(sequence);
                highest = Math.max(highest, sequence);
            }
        }
    }

    @Test
    void shouldTakeNothingUpToItsFloor() {
        final ReplayWindow window = new ReplayWindow(SENDER, 100);
        assertFalse(window.isNew(SENDER, 100));
        assertFalse(window.isNew(SENDER, 50));
        assertTrue(window.isNew(SENDER, 101));
        window.note(SENDER, 103);
        assertTrue(window.isNew(SENDER, 102));
        assertFalse(window.isNew(SENDER, 100));
    }

    @Test
    void shouldBeginAnewWithAnotherSender() {
        final ReplayWindow window = new ReplayWindow(SENDER, 100);
        assertTrue(window.isNew(SENDER + 1, 1));
        window.note(SENDER + 1, 1);
        assertFalse(window.isNew(SENDER + 1, 1));
        assertTrue(window.isNew(SENDER + 1, 2));
    }
}
