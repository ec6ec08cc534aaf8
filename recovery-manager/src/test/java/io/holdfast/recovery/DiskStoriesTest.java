package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stories of a start from disk: of several workers' streams, and of a log that is not whole. */
class DiskStoriesTest {
    private static final String LEDGER = "Ledger;";

    @TempDir
    Path home;

    /** Two workers' streams lie on the disk one beside the other; together they say what the workers did to each other. */
    @Test
    void shouldGoOnFromTheStreamsOfTwoWorkers() throws IOException {
        try (TestPair pair = new TestPair(2, home)) {
            pair.start("a", LEDGER, NodeFaults.NONE);
            pair.start("b", LEDGER, NodeFaults.NONE);
            pair.awaitProtected();
            for (int mark = 0; mark < 400; mark++) {
                pair.a().receive(mark);
                if (mark % 16 == 0) {
                    pair.turn();
                }
            }
            pair.await("taken", () -> pair.a().hasTakenAll());
            pair.stopEpochClock();
            pair.awaitReplayed();
            final Map<String, byte[]> before = pair.a().regions();
            pair.a().kill();
            pair.b().kill();
            pair.start("a", LEDGER, NodeFaults.NONE);
            pair.start("b", LEDGER, NodeFaults.NONE);
            pair.await("recovery", () -> pair.b().status().role().equals("master"));
            final Map<String, byte[]> after = pair.b().regions();
            assertEquals(before.keySet(), after.keySet());
            before.forEach((name, bytes) -> assertTrue(Arrays.equals(bytes, after.get(name)), name));
            assertEquals("restarted from the log on disk", pair.b().status().detection());
        }
    }

    /**
     * A replica joins again, and both nodes are killed before its new snapshot is whole. The log before it is still there,
     * for it is deleted only when the new one can take its place: the node says so, and goes on from it.
     */
    @Test
    void shouldFallBackToTheLogBeforeOneThatIsNotWhole() throws IOException {
        try (TestPair pair = new TestPair(1, home)) {
            pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.awaitProtected();
            pair.a().takeSent();
            final List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                pair.a().receive(i);
            }
            pair.await("sent", () -> {
                sent.addAll(pair.a().takeSent());
                return sent.size() == 10;
            });
            pair.awaitReplayed();
            pair.loseReplica();
            pair.network().holdSnapshotBack();
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.await("joining", () -> pair.b().status().role().equals("replica"));
            pair.a().kill();
            pair.b().kill();
            pair.network().letSnapshotFlow();
            pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE);
            pair.await("recovery", () -> pair.b().status().role().equals("master"));
            assertTrue(
                    pair.events().stream()
                            .anyMatch(line -> line.startsWith("b: ") && line.contains("trying an older one")),
                    pair.events()::toString);
            pair.b().takeSent();
            pair.b().receive(1);
            pair.await("sent", () -> pair.b().takeSent().equals(List.of(11)));
        }
    }
}
