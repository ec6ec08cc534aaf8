package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.order.AccessMaker;
import io.holdfast.release.ReleaseCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code durability: disk} promises, told as stories. */
class DiskDurabilityTest {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path home;

    @Test
    void shouldReleaseWhatTheDiskHas() throws IOException {
        try (TestPair pair = pair(NodeFaults.NONE)) {
            pair.a().receive(1);
            final List<Integer> sent = awaitSent(pair, 1);
            assertEquals(List.of(1), sent);
            assertTrue(pair.b().status().counters().get("disk.bytes") > 0);
        }
    }

    @Test
    void shouldHoldPacketsWhileTheDiskStandsStill() throws IOException {
        holdWhileTheDiskStandsStill(false);
    }

    /** The canary: acknowledged before it is on the disk, a packet leaves too early. */
    @Test
    void shouldNoticeAReplicaThatAcknowledgesBeforeTheDiskHasIt() {
        assertThrows(AssertionError.class, () -> holdWhileTheDiskStandsStill(true));
    }

    private void holdWhileTheDiskStandsStill(final boolean acknowledgesEarly) throws IOException {
        final StallingDisk disk = new StallingDisk();
        try (TestPair pair = pair(faults(acknowledgesEarly, disk))) {
            disk.stall(System.nanoTime() + LIMIT_NS);
            try {
                pair.a().receive(1);
                pair.await(
                        "replayed", () -> pair.b().status().workers().getFirst().replayed() > 0);
                pair.turns(200);
                assertEquals(List.of(), pair.a().takeSent(), "released before the disk had its record");
                pair.await("held", () -> pair.a().heldPackets() == 1);
            } finally {
                disk.goOn();
            }
            assertEquals(List.of(1), awaitSent(pair, 1));
        }
    }

    /** The disk's buffers fill, the replica takes in no more, and the master decides: it goes on alone. */
    @Test
    void shouldGoSoloWhenTheReplicasDiskIsTooSlow() throws IOException {
        final StallingDisk disk = new StallingDisk();
        try (TestPair pair = new TestPair(1, home)) {
            pair.heartbeatTimeoutMs(1000);
            begin(pair, faults(false, disk));
            disk.stall(System.nanoTime() + LIMIT_NS);
            try {
                pair.a().receive(1);
                pair.await("solo", () -> pair.a().status().protection().equals("solo"));
                assertEquals(List.of(1), awaitSent(pair, 1), "solo releases what was held");
            } finally {
                disk.goOn();
            }
        }
    }

    @Test
    void shouldJoinAnewWhenTheLogOnDiskHasReachedItsLimit() throws IOException {
        try (TestPair pair = new TestPair(1, home)) {
            pair.diskMebibytes(1);
            begin(pair, NodeFaults.NONE);
            final int epoch = pair.b().status().epoch();
            int mark = 0;
            final long deadline = System.nanoTime() + LIMIT_NS;
            while (pair.b().status().epoch() == epoch
                    || !pair.b().status().protection().equals("protected")) {
                // No more than it takes: nobody reads what a master with a full hold queue has left.
                // And no more once the replica joins anew: a disk that is full before the pair is protected ends the
                // node.
                for (int i = 0;
                        i < 32 && pair.b().status().epoch() == epoch && pair.a().hasTakenAll();
                        i++) {
                    pair.a().receive(mark++);
                }
                pair.turn();
                pair.a().takeSent();
                assertTrue(System.nanoTime() < deadline, "never full: " + pair.events());
            }
            assertTrue(pair.events().stream().anyMatch(line -> line.contains("has reached log.diskMebibytes = 1")));
            assertTrue(pair.b().status().counters().get("disk.bytes") < 2 << 20);
        }
    }

    @Test
    void shouldNotStartWhereTheDirectoryCannotBeUsed() throws IOException {
        Files.writeString(home.resolve("b"), "a file");
        try (TestPair pair = new TestPair(1, home)) {
            final NodeFailure failure =
                    assertThrows(NodeFailure.class, () -> pair.start("b", TestPair.SEQUENCER, NodeFaults.NONE));
            assertTrue(failure.getMessage().contains("log.diskDirectory"), failure.getMessage());
        }
    }

    /** A replica whose archive has ended says so and leaves: its master must not rely on it. */
    @Test
    void shouldLeaveWhenItsDiskFails() throws IOException {
        final StallingDisk disk = new StallingDisk();
        try (TestPair pair = pair(faults(false, disk))) {
            disk.fail();
            pair.a().receive(1);
            pair.await("the replica's end", () -> pair.b().failure() != null);
            assertInstanceOf(NodeFailure.class, pair.b().failure());
            assertTrue(pair.b().failure().getMessage().contains("log on disk failed"));
            pair.await("solo", () -> pair.a().status().protection().equals("solo"));
        }
    }

    private TestPair pair(final NodeFaults faults) throws IOException {
        final TestPair pair = new TestPair(1, home);
        begin(pair, faults);
        return pair;
    }

    private static void begin(final TestPair pair, final NodeFaults ofB) {
        pair.start("a", TestPair.SEQUENCER, NodeFaults.NONE);
        pair.start("b", TestPair.SEQUENCER, ofB);
        pair.awaitProtected();
        pair.a().takeSent();
    }

    private static NodeFaults faults(final boolean acknowledgesEarly, final StallingDisk disk) {
        return new NodeFaults(
                ReleaseCheck.WHEN_STABLE,
                SnapshotFault.NONE,
                AccessMaker.ORDERED,
                new DiskFault(acknowledgesEarly, () -> disk),
                false);
    }

    private static List<Integer> awaitSent(final TestPair pair, final int count) {
        final List<Integer> sent = new ArrayList<>();
        pair.await("sent", () -> {
            sent.addAll(pair.a().takeSent());
            return sent.size() >= count;
        });
        return sent;
    }
}
