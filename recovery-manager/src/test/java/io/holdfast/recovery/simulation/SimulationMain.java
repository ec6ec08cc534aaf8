package io.holdfast.recovery.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Runs seeds and says what came of them; {@code scripts/simulate} calls it. */
public final class SimulationMain {
    private static final String USAGE =
            "usage: simulate [--seed N] [--runs M] [--workers W[,W...]] [--threads T] [--tell]"
                    + " [--canary NAME [--state-only]] [--canaries] [--list-canaries]";

    private static final String KEPT_SEEDS = "recovery-manager/src/test/resources/simulation-seeds.txt";

    /** Within so many runs each canary must be found. */
    static final int CANARY_RUNS = 4_000;

    private long seed = 1;
    private int runs = 1;
    private int[] workers = {2};
    private int threads = Runtime.getRuntime().availableProcessors();
    private Canary canary;
    private boolean watchesReleases = true;
    private boolean tells;
    private boolean showsCanaries;

    private SimulationMain() {}

    public static void main(final String[] arguments) {
        final SimulationMain main = new SimulationMain();
        main.parse(arguments);
        final boolean isGood = main.showsCanaries
                ? main.runCanaries()
                : main.canary != null ? main.find(main.canary, main.look()) != null : main.runSeeds();
        System.exit(isGood ? 0 : 1);
    }

    private void parse(final String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--seed" -> seed = Long.parseLong(value(arguments, ++i));
                case "--runs" -> runs = Integer.parseInt(value(arguments, ++i));
                case "--workers" ->
                    workers = Arrays.stream(value(arguments, ++i).split(","))
                            .mapToInt(Integer::parseInt)
                            .toArray();
                case "--threads" -> threads = Integer.parseInt(value(arguments, ++i));
                case "--canary" -> canary = Canary.valueOf(value(arguments, ++i));
                case "--state-only" -> watchesReleases = false;
                case "--tell" -> tells = true;
                case "--canaries" -> showsCanaries = true;
                case "--list-canaries" -> {
                    List.of(Canary.values()).forEach(c -> System.out.println(c + "  " + c.words()));
                    System.exit(0);
                }
                case "--nodes" -> {
                    io.holdfast.recovery.nodes.NodeSimulationMain.main(arguments);
                    return;
                }
                case "--groups" -> {
                    io.holdfast.recovery.view.GroupSimulationMain.main(arguments);
                    return;
                }
                default -> fail(USAGE);
            }
        }
    }

    private Simulation.Look look() {
        return new Simulation.Look(watchesReleases, tells);
    }

    /** Runs all seeds with every number of workers; returns whether nothing was found. */
    private boolean runSeeds() {
        boolean isGood = true;
        for (final int count : workers) {
            final long beganNs = System.nanoTime();
            final Tally tally = new Tally();
            inParallel(run -> {
                final Simulation.Outcome outcome = Simulation.run(seed + run, count, null, look());
                tally.add(outcome);
                if (outcome.violation() != null) {
                    report(outcome);
                }
                return true;
            });
            System.out.println(runs + " runs, " + count + " workers: " + tally.text() + ", "
                    + Math.round(runs * 1e9 / (System.nanoTime() - beganNs)) + " runs/s");
            isGood &= tally.violations() == 0;
        }
        return isGood;
    }

    private void report(final Simulation.Outcome outcome) {
        synchronized (System.out) {
            System.out.println("VIOLATION: " + outcome.violation());
            System.out.println("    again: " + command(outcome, null) + " --tell");
            System.out.println("    keep:  echo '" + outcome.seed() + " " + outcome.workers() + "' >> " + KEPT_SEEDS);
        }
    }

    private interface Run {
        /** Does a run; returns whether more are wanted. */
        boolean test(int run);
    }

    private void inParallel(final Run body) {
        final AtomicInteger next = new AtomicInteger();
        final List<Thread> started = IntStream.range(0, Math.min(threads, runs))
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int run = next.getAndIncrement(); run < runs; run = next.getAndIncrement()) {
                        if (!body.test(run)) {
                            next.set(runs);
                        }
                    }
                }))
                .toList();
        for (final Thread thread : started) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Prints the table of the documentation: how soon each canary is found. Returns whether all were. */
    private boolean runCanaries() {
        runs = CANARY_RUNS;
        boolean isGood = true;
        System.out.println("| canary | what is wrong | runs | found as |");
        System.out.println("| --- | --- | --- | --- |");
        for (final Canary one : Canary.values()) {
            final Simulation.Outcome found = find(one, look());
            isGood &= found != null;
            System.out.println("| `" + one + "` | " + one.words() + " | "
                    + (found == null ? "not found in " + runs : found.seed() - seed + 1) + " | "
                    + (found == null
                            ? ""
                            : found.violation().replaceAll("[|\n].*", "").replaceAll("(.{90}).*", "$1 ..."))
                    + " |");
        }
        return isGood;
    }

    private Simulation.Outcome find(final Canary one, final Simulation.Look look) {
        for (int run = 0; run < Math.max(runs, 1); run++) {
            final Simulation.Outcome outcome =
                    Simulation.run(seed + run, showsCanaries ? one.workers() : workers[0], one, look);
            if (outcome.violation() != null) {
                if (!showsCanaries) {
                    System.out.println("found after " + (run + 1) + " runs: " + outcome.violation());
                    System.out.println(
                            "    again: " + command(outcome, one) + (look.watchesReleases() ? "" : " --state-only"));
                }
                return outcome;
            }
        }
        return null;
    }

    /** What came of many runs. */
    private static final class Tally {
        private int takeovers;
        private int joins;
        private int solos;
        private int cuts;
        private int violations;
        private long rerun;
        private long lost;
        private long resent;
        private long skipped;
        private long steps;

        synchronized void add(final Simulation.Outcome outcome) {
            takeovers += outcome.takeovers();
            joins += outcome.joins();
            solos += outcome.solos();
            cuts += outcome.cuts();
            violations += outcome.violation() == null ? 0 : 1;
            rerun += outcome.rerunRecords();
            lost += outcome.lostRecords();
            resent += outcome.resentPackets();
            skipped += outcome.skippedBursts();
            steps += outcome.steps();
        }

        synchronized int violations() {
            return violations;
        }

        synchronized String text() {
            return takeovers + " take-overs, " + cuts + " of them cut a stream (records beyond the line: " + rerun
                    + " run again, " + lost + " lost), " + resent + " packets sent again, " + joins + " joins, " + solos
                    + " times solo, " + skipped
                    + " bursts without a record, " + steps
                    + " steps, " + violations + " violations";
        }
    }

    /** What to type to see a run again. */
    static String command(final Simulation.Outcome outcome, final Canary canary) {
        return "scripts/simulate --seed " + outcome.seed() + " --workers " + outcome.workers()
                + (canary == null ? "" : " --canary " + canary);
    }

    private static String value(final String[] arguments, final int index) {
        if (index >= arguments.length) {
            fail(USAGE);
        }
        return arguments[index];
    }

    private static void fail(final String message) {
        System.err.println(message);
        System.exit(2);
    }
}
