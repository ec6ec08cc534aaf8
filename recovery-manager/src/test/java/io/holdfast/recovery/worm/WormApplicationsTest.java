package io.holdfast.recovery.worm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.worm.Outcome.Status;
import io.holdfast.recovery.worm.WormTransactions.Decision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log, the replicated state machine and the transactions that stand on the registers. */
final class WormApplicationsTest {
    private static final long TIMEOUT_NS = WormGroup.TIMEOUT_NS;
    private static final WormLog.Place PLACE = new WormLog.Place("control", 100, 4);

    private final WormGroup group = new WormGroup(3, WormLimits.DEFAULT);

    private WormLog log(final int member, final List<String> told) {
        final WormLog log = new WormLog(
                group.client(member),
                PLACE,
                member + 1,
                0,
                group.network::nowNs,
                entry -> told.add(entry.position() + entry.payload().text()));
        group.add(log::doWork);
        return log;
    }

    @Test
    void shouldTellAllMembersTheSameEntriesThroughSeveralSegments() {
        final List<List<String>> told = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        final List<WormLog> logs = List.of(log(0, told.get(0)), log(1, told.get(1)), log(2, told.get(2)));
        final List<Long> positions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            for (final WormLog log : logs) {
                log.append(RegisterValue.of("e"), TIMEOUT_NS, appended -> positions.add(appended.position()));
            }
        }
        group.await(() -> positions.size() == 30 && told.stream().allMatch(list -> list.size() == 30));
        assertEquals(30, positions.stream().distinct().count());
        assertEquals(told.get(0), told.get(1));
        assertEquals(told.get(0), told.get(2));
    }

    @Test
    void shouldRefuseASegmentOfAnotherLog() {
        group.<Segments.Allocation>get(
                done -> new Segments(group.client(1)).alloc(100, "somebody else", TIMEOUT_NS, done));
        final WormLog log = log(0, new ArrayList<>());
        final WormLog.Appended appended =
                group.get(done -> log.append(RegisterValue.of("e"), TIMEOUT_NS, done::accept));
        assertEquals(Status.REFUSED, appended.status());
    }

    @Test
    void shouldForgetEntriesBelowAPosition() {
        final WormLog log = log(0, new ArrayList<>());
        for (int i = 0; i < 6; i++) {
            group.<WormLog.Appended>get(done -> log.append(RegisterValue.of("e"), TIMEOUT_NS, done::accept));
        }
        final Outcome trim = group.get(done -> log.trim(5, TIMEOUT_NS, done));
        assertTrue(trim.isDone());
        final Outcome read = group.get(done -> group.client(1).read(RegisterRange.of(101, 0), TIMEOUT_NS, done));
        assertEquals(Status.TRIMMED, read.status());
    }

    @Test
    void shouldApplyConfigurationChangesOnceAndInOneOrder() {
        final List<GroupConfiguration> configurations = new ArrayList<>();
        final List<WormPaxos> members = new ArrayList<>();
        for (int m = 0; m < 3; m++) {
            final int self = m;
            final GroupConfiguration configuration = new GroupConfiguration();
            final WormPaxos paxos = new WormPaxos(
                    configuration,
                    m + 1,
                    listener -> new WormLog(group.client(self), PLACE, self + 1, 0, group.network::nowNs, listener));
            group.add(paxos::doWork);
            configurations.add(configuration);
            members.add(paxos);
        }
        final List<String> results = new ArrayList<>();
        for (int m = 0; m < 3; m++) {
            members.get(m)
                    .propose(
                            GroupConfiguration.change(0, "failover.profile", "fast" + m),
                            TIMEOUT_NS,
                            result -> results.add(result.value().text()));
        }
        group.await(() -> results.size() == 3 && members.stream().allMatch(m -> m.applied() == 2));
        assertEquals(1, results.stream().filter("version 1"::equals).count(), results::toString);
        assertEquals(
                2,
                results.stream()
                        .filter(r -> r.startsWith("refused: made for version 0"))
                        .count());
        assertEquals(configurations.get(0).settings(), configurations.get(1).settings());
        assertEquals(configurations.get(0).settings(), configurations.get(2).settings());
    }

    @Test
    void shouldApplyACommandThatIsInTheLogTwiceOnce() {
        final List<String> applied = new ArrayList<>();
        final WormPaxos paxos = new WormPaxos(
                (position, command) -> {
                    applied.add(command.text());
                    return command;
                },
                9,
                listener -> new WormLog(group.client(0), PLACE, 9, 0, group.network::nowNs, listener));
        group.add(paxos::doWork);
        paxos.log().append(5, RegisterValue.of("once"), TIMEOUT_NS, appended -> {});
        paxos.log().append(5, RegisterValue.of("once"), TIMEOUT_NS, appended -> {});
        group.await(() -> paxos.applied() == 1);
        assertEquals(List.of("once"), applied);
    }

    private Decision vote(final WormTransactions transactions, final int participant, final boolean isYes) {
        return group.get(done -> transactions.vote(0, participant, isYes, TIMEOUT_NS, done));
    }

    @Test
    void shouldCommitWhenAllVoteYes() {
        final WormTransactions first = new WormTransactions(group.client(0), 200, 2);
        final WormTransactions second = new WormTransactions(group.client(1), 200, 2);
        assertEquals(Decision.OPEN, vote(first, 0, true));
        assertEquals(Decision.OPEN, group.<Decision>get(done -> second.look(0, TIMEOUT_NS, done)));
        assertEquals(Decision.OPEN, vote(second, 1, true));
        assertEquals(Decision.COMMITTED, group.<Decision>get(done -> first.look(0, TIMEOUT_NS, done)));
        assertEquals(Decision.COMMITTED, group.<Decision>get(done -> second.finish(0, TIMEOUT_NS, done)));
    }

    @Test
    void shouldAbortForAllWhenOneVotesNo() {
        final WormTransactions first = new WormTransactions(group.client(0), 200, 2);
        vote(first, 0, true);
        vote(new WormTransactions(group.client(1), 200, 2), 1, false);
        assertEquals(Decision.ABORTED, group.<Decision>get(done -> first.look(0, TIMEOUT_NS, done)));
    }

    @Test
    void shouldNotWaitForAParticipantThatIsGone() {
        final WormTransactions first = new WormTransactions(group.client(0), 200, 2);
        final WormTransactions late = new WormTransactions(group.client(1), 200, 2);
        vote(first, 0, true);
        assertEquals(Decision.ABORTED, group.<Decision>get(done -> first.finish(0, TIMEOUT_NS, done)));
        assertEquals(Decision.ABORTED, vote(late, 1, true));
    }

    @Test
    void shouldNotDecideWithoutAMajority() {
        group.stop(1);
        group.stop(2);
        final WormTransactions first = new WormTransactions(group.client(0), 200, 2);
        assertEquals(Decision.UNKNOWN, vote(first, 0, true));
        assertEquals(Decision.UNKNOWN, group.<Decision>get(done -> first.finish(0, TIMEOUT_NS, done)));
    }

    @Test
    void shouldFindRegistersOnTheDiskAfterARestart(@TempDir final Path directory) {
        final Path path = directory.resolve("registers");
        final WormLimits limits = new WormLimits(100, 64, 32, 4, 1024);
        final RegisterValue value = RegisterValue.of("kept");
        for (int start = 0; start < 3; start++) {
            final WormMember member = new WormMember(
                    0, 1, WormTiming.DEFAULT, group.network::nowNs, group.random.split(), (to, b, o, l) -> {});
            member.store(
                    Acceptor.open(DiskJournalFile.open(path), "one", start == 0, limits, group.network::nowNs, member));
            final Runnable agent = member::doWork;
            group.add(agent);
            for (int i = 0; i < 20; i++) {
                final int offset = i;
                final RegisterValue wanted = start == 0 ? value : RegisterValue.of("new");
                final Outcome outcome =
                        group.get(done -> member.client().writeOnce(20, offset, wanted, TIMEOUT_NS, done));
                assertEquals(Map.of(offset, value), outcome.values());
            }
            assertTrue(member.acceptor().journalBytes() < 4096, "rewritten when it is long");
            group.remove(agent);
            member.acceptor().close();
        }
    }
}
