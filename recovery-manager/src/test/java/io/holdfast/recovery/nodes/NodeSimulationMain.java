package io.holdfast.recovery.nodes;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Runs seeds of pairs of whole nodes and says what came of them; {@code scripts/simulate --nodes} calls it. */
public final class NodeSimulationMain {
    private static final String USAGE = "usage: simulate --nodes [--seed N] [--runs M] [--threads T] [--tell]"
            + " [--canary NAME] [--canaries] [--list-canaries]";

    /** Within so many runs each canary must be found. */
    static final int CANARY_RUNS = 600;

    private long seed = 1;
    private int runs = 1;
    private int threads = Runtime.getRuntime().availableProcessors();
    private boolean tells;
    private NodeCanary canary;
    private final long[] sums = new long[9];
    private int violations;

    private NodeSimulationMain() {}

    /** Ends the process: status 1 if a promise was broken, or a canary was not noticed. */
    public static void main(final String[] arguments) {
        final NodeSimulationMain main = new NodeSimulationMain();
        boolean canaries = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--nodes" -> {}
                case "--seed" -> main.seed = Long.parseLong(value(arguments, ++i));
                case "--runs" -> main.runs = Integer.parseInt(value(arguments, ++i));
                case "--threads" -> main.threads = Integer.parseInt(value(arguments, ++i));
                case "--tell" -> main.tells = true;
                case "--canary" -> main.canary = NodeCanary.valueOf(value(arguments, ++i));
                case "--canaries" -> canaries = true;
                case "--list-canaries" -> {
                    List.of(NodeCanary.values()).forEach(c -> System.out.println(c + "  " + c.words()));
                    System.exit(0);
                }
                default -> fail();
            }
        }
        System.exit((canaries ? main.runCanaries() : main.run()) ? 0 : 1);
    }

    private boolean run() {
        final long beganNs = System.nanoTime();
        final AtomicLong next = new AtomicLong(seed);
        final List<Thread> started = IntStream.range(0, Math.min(threads, runs))
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (long one = next.getAndIncrement(); one < seed + runs; one = next.getAndIncrement()) {
                        final NodeSimulation.Outcome outcome = NodeSimulation.run(one, canary, tells);
                        add(outcome);
                        if (canary != null && outcome.violation() != null) {
                            next.set(seed + runs);
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
        System.out.printf(
                "%d runs of whole nodes (%d with a witness): %d deaths, %d take-overs, %d joins, %d protections, %d times solo, "
                        + "%d states lost with all who had them, %d packets, %d turns, %d violations; %.0f runs/s%n",
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                sums[4],
                sums[5],
                sums[6],
                sums[7],
                sums[8],
                turns,
                violations,
                sums[0] / ((System.nanoTime() - beganNs) / 1e9));
        return canary == null ? violations == 0 : violations > 0;
    }

    private long turns;

    private synchronized void add(final NodeSimulation.Outcome outcome) {
        sums[0]++;
        sums[1] += outcome.plan().isDecided() ? 1 : 0;
        sums[2] += outcome.deaths();
        sums[3] += outcome.takeovers();
        sums[4] += outcome.joins();
        sums[5] += outcome.protections();
        sums[6] += outcome.solos();
        sums[7] += outcome.losses();
        sums[8] += outcome.released();
        turns += outcome.turns();
        if (outcome.violation() != null) {
            violations++;
            System.out.println("VIOLATION: " + outcome.violation());
            if (outcome.trace() != null && tells) {
                System.out.println(outcome.trace());
            }
            System.out.println("    again: " + command(outcome.seed(), canary) + " --tell");
        }
    }

    /** What repeats a run. */
    static String command(final long seed, final NodeCanary canary) {
        return "scripts/simulate --nodes --seed " + seed + (canary == null ? "" : " --canary " + canary);
    }

    /** How many runs it takes to notice a canary, and as what; null if it is not noticed in time. */
    static NodeSimulation.Outcome find(final NodeCanary canary, final long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + CANARY_RUNS; seed++) {
            final NodeSimulation.Outcome outcome = NodeSimulation.run(seed, canary, false);
            if (outcome.violation() != null) {
                return outcome;
            }
        }
        return null;
    }

    private boolean runCanaries() {
        boolean isGood = true;
        System.out.println("| canary | what is wrong | runs | found as |");
        System.out.println("| --- | --- | --- | --- |");
        for (final NodeCanary one : NodeCanary.values()) {
            final NodeSimulation.Outcome found = find(one, seed);
            isGood &= found != null;
            System.out.println("| `" + one + "` | " + one.words() + " | "
                    + (found == null ? "not in " + CANARY_RUNS : found.seed() - seed + 1) + " | "
                    + (found == null
                            ? ""
                            : found.violation().replaceAll("[|\n].*", "").replaceAll("(.{90}).*", "$1 ..."))
                    + " |");
        }
        return isGood;
    }

    private static String value(final String[] arguments, final int index) {
        if (index >= arguments.length) {
            fail();
        }
        return arguments[index];
    }

    private static void fail() {
        System.err.println(USAGE);
        System.exit(2);
    }
}
