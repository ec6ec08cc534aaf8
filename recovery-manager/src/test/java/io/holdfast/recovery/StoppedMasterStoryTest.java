package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two nodes without a witness; the master is stopped (SIGSTOP) in the midst of a turn, wherever it looks at a clock or for
 * frames, and goes on (SIGCONT). The packets change nothing, so only the lease keeps them: docs/VIEWS.md says what holds.
 */
@Timeout(120)
class StoppedMasterStoryTest {
    /** Of the pair, in turns of a millisecond: see TestPair. */
    private static final int TIMEOUT_TURNS = 100;

    private static final int BEFORE = 20;
    private static final int AFTER = 60;
    /** The stop must fall into these turns, or all places have been tried. */
    private static final int TURNS_TO_STOP = 3;

    private static final NodeFaults WITHOUT_LEASE =
            new NodeFaults(ReleaseCheck.WHEN_STABLE, SnapshotFault.NONE, AccessMaker.ORDERED, DiskFault.NONE, true);

    /**
     * How a run went.
     *
     * @param tookOver whether the replica became master
     * @param sentDeposed packets that the old master let out when the other one was master already
     * @param sent packets that the old master let out at all
     * @param failure that ended the old master, or null
     * @param role of the old master in the end
     */
    private record Story(boolean tookOver, int sentDeposed, int sent, RuntimeException failure, String role) {}

    /** Null if the master did not look so often. */
    private static Story tell(final int look, final int stopTurns, final NodeFaults faults) throws IOException {
        try (TestPair pair = new TestPair()) {
            pair.start("a", "ForgetfulSequencer;", faults);
            pair.start("b", "ForgetfulSequencer;", faults);
            pair.awaitProtected();
            int sent = 0;
            for (int i = 0; i < BEFORE; i++) {
                pair.a().receive(i);
                pair.turn();
            }
            sent += pair.a().takeSent().size();
            pair.a().stopAtLook(look, stopTurns);
            int sentDeposed = 0;
            for (int i = 0; i < AFTER; i++) {
                final boolean wasDeposed = isMaster(pair.b());
                final boolean hadStopped = pair.a().hasStopped();
                pair.a().receive(i);
                pair.turnOf(pair.a());
                final int now = pair.a().takeSent().size();
                sent += now;
                // In the turn of the stop itself the replica took over in its midst; what left before is not counted
                // here.
                sentDeposed += wasDeposed || !hadStopped && isMaster(pair.b()) ? now : 0;
                pair.turnOf(pair.b());
                if (i == TURNS_TO_STOP && !pair.a().hasStopped()) {
                    return null;
                }
            }
            final String role = pair.a().failure() == null ? pair.a().status().role() : "ended";
            return new Story(
                    isMaster(pair.b()),
                    sentDeposed,
                    sent + pair.a().sentBeforeStop(),
                    pair.a().failure(),
                    role);
        }
    }

    private static boolean isMaster(final TestPair.TestNode node) {
        return node.status().role().equals("master");
    }

    /** With a stop of that length at each place in turn. */
    private static List<Story> everywhere(final int stopTurns, final NodeFaults faults) throws IOException {
        final List<Story> stories = new ArrayList<>();
        for (int look = 1; ; look++) {
            final Story story = tell(look, stopTurns, faults);
            if (story == null) {
                return stories;
            }
            stories.add(story);
        }
    }

    @Test
    void shouldReleaseNothingOfItsOldViewWhereverItIsStopped() throws IOException {
        final List<Story> stories = everywhere(TIMEOUT_TURNS * 3 / 2, NodeFaults.NONE);
        assertTrue(stories.size() > 2 * TURNS_TO_STOP, "places: " + stories.size());
        for (int i = 0; i < stories.size(); i++) {
            final Story story = stories.get(i);
            assertTrue(story.tookOver, "look " + (i + 1) + ": the replica took over");
            assertEquals(0, story.sentDeposed, "look " + (i + 1) + ": " + story);
            assertInstanceOf(NodeFailure.class, story.failure, "look " + (i + 1) + ": " + story);
            assertTrue(story.failure.getMessage().startsWith("deposed"), story.failure.getMessage());
        }
    }

    /** The canary: without the lease some of the places let packets out. */
    @Test
    void shouldNoticeAMasterThatIgnoresItsLease() throws IOException {
        assertTrue(everywhere(TIMEOUT_TURNS * 3 / 2, WITHOUT_LEASE).stream().anyMatch(story -> story.sentDeposed > 0));
    }

    /** Longer than its lease, but not so long that it was replaced: it holds until it is echoed, and loses nothing. */
    @Test
    void shouldGoOnWhenItIsHeardAgainInTime() throws IOException {
        for (final int stopTurns : new int[] {TIMEOUT_TURNS / 2, TIMEOUT_TURNS * 4 / 5}) {
            for (final Story story : everywhere(stopTurns, NodeFaults.NONE)) {
                assertEquals("master", story.role, story.toString());
                assertEquals(BEFORE + AFTER, story.sent, story.toString());
            }
        }
    }
}
