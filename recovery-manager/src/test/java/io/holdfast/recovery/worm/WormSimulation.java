package io.holdfast.recovery.worm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A random run of a group with registers and a log: three members that store, with crashes, restarts, torn journals,
 * loss, duplication, reordering and cuts. The same seed gives the same run.
 *
 * <p>Checked: a register is never told to hold two values, and never told empty once it was told to hold one; an entry
 * that was appended is at its place in every member's log, once; after the faults every member works and logs agree.
 */
final class WormSimulation {
    private static final int MEMBERS = 3;
    private static final int REGISTERS = 6;
    private static final int SEGMENT = 20;
    private static final long STEP_NS = 200_000;
    private static final long TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final WormLimits LIMITS = new WormLimits(4096, 256, 64, 16, 2048);
    private static final WormLog.Place PLACE = new WormLog.Place("control", 100, 16);

    private final SplittableRandom random;
    private final long seed;
    private final WormCanary canary;
    private final SimulatedNetwork network;
    private final Machine[] machines = new Machine[MEMBERS];
    private final Map<Integer, RegisterValue> told = new HashMap<>();
    private final Map<Long, RegisterValue> appended = new TreeMap<>();
    private String violation;
    private int crashes;
    private int operations;
    private int ended;

    private WormSimulation(final long seed, final WormCanary canary) {
        this.seed = seed;
        this.canary = canary;
        random = new SplittableRandom(seed);
        network = new SimulatedNetwork(MEMBERS, random.split());
        for (int m = 0; m < MEMBERS; m++) {
            machines[m] = new Machine(m);
        }
    }

    /** What came of a run; the violation is null if there was none. */
    record Report(long seed, String violation, int crashes, int operations, int appended, long lost) {}

    static Report run(final long seed, final WormCanary canary) {
        return new WormSimulation(seed, canary).run();
    }

    private Report run() {
        for (int step = 0; step < 600 && violation == null; step++) {
            disturb();
            work();
        }
        network.heal();
        for (final Machine machine : machines) {
            machine.start();
        }
        for (int step = 0; step < 3000 && violation == null && !isQuiet(); step++) {
            step();
        }
        if (violation == null) {
            checkEnd();
        }
        return new Report(seed, violation, crashes, operations, appended.size(), network.lost());
    }

    private void disturb() {
        switch (random.nextInt(60)) {
            case 0 -> machines[random.nextInt(MEMBERS)].crash();
            case 1, 2, 3 -> machines[random.nextInt(MEMBERS)].start();
            case 4 -> network.cut(random.nextInt(MEMBERS), random.nextInt(MEMBERS), true);
            case 5 -> network.heal();
            case 6 ->
                network.quality(new SimulatedNetwork.Quality(
                        random.nextInt(40), random.nextInt(20), random.nextInt(10), 1 + random.nextLong(6_000_000)));
            default -> {}
        }
    }

    private void work() {
        final Machine machine = machines[random.nextInt(MEMBERS)];
        if (machine.member != null && random.nextInt(4) == 0) {
            operations++;
            machine.operate();
        }
        step();
    }

    private void step() {
        network.advance(STEP_NS);
        for (final Machine machine : machines) {
            machine.doWork();
        }
    }

    private boolean isQuiet() {
        long position = -1;
        for (final Machine machine : machines) {
            if (machine.log.waiting() > 0 || machine.member.client().openOperations() > 1) {
                return false;
            }
            final long told = machine.log.told();
            if (position >= 0 && told != position || appended.size() > 0 && told <= lastAppended()) {
                return false;
            }
            position = told;
        }
        return true;
    }

    private long lastAppended() {
        return ((TreeMap<Long, RegisterValue>) appended).lastKey();
    }

    private void checkEnd() {
        if (!isQuiet()) {
            violate("nobody disturbs the group any more, but it does not come to rest");
        }
        for (final Machine machine : machines) {
            appended.forEach((position, payload) -> {
                final LogEntry entry = machine.entries.get(position);
                if (entry == null || !entry.payload().equals(payload)) {
                    violate("appended at " + position + " was " + payload.text() + ", member " + machine.id + " has "
                            + entry + ", told to " + machine.log.told() + ", unreadable "
                            + machine.log.unreadableCount());
                }
            });
            if (machine.member.acceptor().counters().contradictions() > 0) {
                violate("an acceptor was told of two values of one register");
            }
        }
    }

    private void violate(final String words) {
        violation = violation == null ? words + " (seed " + seed + ")" : violation;
    }

    private void tell(final int offset, final RegisterValue value) {
        final RegisterValue before = told.putIfAbsent(offset, value);
        if (before != null && !before.equals(value)) {
            violate("register " + offset + " was told to hold " + before.text() + ", then " + value.text());
        }
    }

    /** One member with its disk. */
    private final class Machine {
        private final int id;
        private byte[] disk = {};
        private MemoryJournalFile file;
        private WormMember member;
        private WormLog log;
        private final Map<Long, LogEntry> entries = new HashMap<>();
        private long starts;

        private Machine(final int id) {
            this.id = id;
            start();
        }

        private void start() {
            if (member != null) {
                return;
            }
            final boolean isFirst = starts++ == 0;
            final SplittableRandom own = canary == WormCanary.REUSES_BALLOTS ? new SplittableRandom(7) : random.split();
            member = new WormMember(id, MEMBERS, WormTiming.DEFAULT, network::nowNs, own, this::send);
            file = new MemoryJournalFile(disk, canary != WormCanary.FORGETS_TO_FORCE);
            final RegisterStore store = new RegisterStore();
            try {
                final Journal journal = Acceptor.openJournal(file, "group/" + id, isFirst, store);
                member.store(WormCanary.acceptor(canary, journal, store, LIMITS, network::nowNs, member));
            } catch (final JournalFault e) {
                violate("after a crash the journal cannot be used: " + e.getMessage());
            }
            entries.clear();
            log = new WormLog(
                    member.client(), PLACE, own.nextLong(), 0, network::nowNs, e -> entries.put(e.position(), e));
            network.attach(id, member::onMessage);
        }

        private void send(final int to, final org.agrona.DirectBuffer buffer, final int offset, final int length) {
            network.send(id, to, buffer, offset, length);
        }

        private void crash() {
            if (member != null) {
                crashes++;
                disk = file.afterCrash(random);
                member = null;
                network.attach(id, null);
            }
        }

        private void doWork() {
            if (member != null) {
                member.doWork();
                log.doWork();
            }
        }

        private void operate() {
            final int offset = random.nextInt(REGISTERS);
            final RegisterValue value = RegisterValue.of(id + "." + operations);
            final RegisterValue before = told.get(offset);
            switch (random.nextInt(4)) {
                case 0 -> member.client().writeOnce(SEGMENT, offset, value, TIMEOUT_NS, this::onOutcome);
                case 1 ->
                    member.client().read(RegisterRange.of(SEGMENT, offset), TIMEOUT_NS, outcome -> {
                        onOutcome(outcome);
                        if (outcome.isDone() && outcome.values().isEmpty() && before != null) {
                            violate("register " + offset + " was told empty, before that " + before.text());
                        }
                    });
                case 2 -> capture(offset, value);
                default ->
                    log.append(value, TIMEOUT_NS, result -> {
                        if (result.status() == Outcome.Status.DONE
                                && appended.putIfAbsent(result.position(), value) != null) {
                            violate("two entries were appended at " + result.position());
                        }
                    });
            }
        }

        private void capture(final int offset, final RegisterValue value) {
            final WormClient client = member.client();
            client.capture(RegisterRange.of(SEGMENT, offset), TIMEOUT_NS, outcome -> {
                onOutcome(outcome);
                if (outcome.token() != null && outcome.token().isFree(offset)) {
                    client.write(outcome.token(), List.of(new Slot(offset, value)), TIMEOUT_NS, this::onOutcome);
                }
            });
        }

        private void onOutcome(final Outcome outcome) {
            ended++;
            outcome.values().forEach((offset, value) -> tell(offset, value));
        }
    }

    /** Runs seeds: {@code first count [canary]}. */
    public static void main(final String[] arguments) {
        final long first = Long.parseLong(arguments[0]);
        final int count = Integer.parseInt(arguments[1]);
        final WormCanary canary = arguments.length > 2 ? WormCanary.valueOf(arguments[2]) : null;
        final List<Report> broken = new ArrayList<>();
        int crashes = 0;
        long appended = 0;
        final long beganNs = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            final Report outcome = run(seed, canary);
            crashes += outcome.crashes();
            appended += outcome.appended();
            if (outcome.violation() != null) {
                broken.add(outcome);
                System.out.println("VIOLATION: " + outcome.violation());
                if (canary != null) {
                    break;
                }
            }
        }
        System.out.printf(
                "%d runs, %d crashes, %d entries, %d violations, %.1f s%n",
                count, crashes, appended, broken.size(), (System.nanoTime() - beganNs) / 1e9);
    }
}
