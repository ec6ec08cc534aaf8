package io.holdfast.log.aeron;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SocketPatienceTest {
    private static final long NOW_NS = Long.MAX_VALUE - 2_000;
    private static final long PAUSE_NS = 50;
    private static final long SILENCE_NS = 1_000;

    @Test
    void shouldLookAgainAtAnEmptySocketAfterThePause() {
        final SocketPatience patience = SocketPatience.always(PAUSE_NS, NOW_NS);
        assertTrue(patience.isDue(NOW_NS));
        patience.onEmpty(NOW_NS);
        assertFalse(patience.isDue(NOW_NS + PAUSE_NS - 1));
        assertTrue(patience.isDue(NOW_NS + PAUSE_NS));
    }

    @Test
    void shouldGoOnLookingWhereSomethingWasFound() {
        final SocketPatience patience = SocketPatience.always(PAUSE_NS, NOW_NS);
        patience.onHeard(NOW_NS);
        assertTrue(patience.isDue(NOW_NS));
    }

    @Test
    void shouldNotPauseAtASocketThatIsSpokenTo() {
        final SocketPatience patience = SocketPatience.whenSilentFor(SILENCE_NS, PAUSE_NS, NOW_NS);
        patience.onEmpty(NOW_NS + SILENCE_NS - 1);
        assertTrue(patience.isDue(NOW_NS + SILENCE_NS - 1));
        patience.onHeard(NOW_NS + SILENCE_NS - 1);
        patience.onEmpty(NOW_NS + SILENCE_NS + 1);
        assertTrue(patience.isDue(NOW_NS + SILENCE_NS + 1));
    }

    @Test
    void shouldPauseWhenNobodyHasSpokenForLongAndNoMoreAfterTheFirstWord() {
        final SocketPatience patience = SocketPatience.whenSilentFor(SILENCE_NS, PAUSE_NS, NOW_NS);
        // The clock's numbers may overflow on the way.
        final long silentNs = NOW_NS + 2 * SILENCE_NS;
        patience.onEmpty(silentNs);
        assertFalse(patience.isDue(silentNs + PAUSE_NS - 1));
        assertTrue(patience.isDue(silentNs + PAUSE_NS));
        patience.onHeard(silentNs + PAUSE_NS);
        patience.onEmpty(silentNs + PAUSE_NS + 1);
        assertTrue(patience.isDue(silentNs + PAUSE_NS + 1));
    }
}
