package io.holdfast.recovery.simulation;

import java.util.List;

/** Runs seeds and says what came of them; {@code scripts/simulate} calls it. */
public final class SimulationMain {
    private static final String USAGE =
            "usage: simulate [--seed N] [--runs M] [--workers W] [--canary NAME [--state-only]] [--list-canaries]";

    private static final String KEPT_SEEDS = "recovery-manager/src/test/resources/simulation-seeds.txt";

    private SimulationMain() {}

    public static void main(final String[] arguments) {
        long seed = 1;
        int runs = 1;
        int workers = 2;
        Canary canary = null;
        boolean watchesReleases = true;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--seed" -> seed = Long.parseLong(value(arguments, ++i));
                case "--runs" -> runs = Integer.parseInt(value(arguments, ++i));
                case "--workers" -> workers = Integer.parseInt(value(arguments, ++i));
                case "--canary" -> canary = Canary.valueOf(value(arguments, ++i));
                case "--state-only" -> watchesReleases = false;
                case "--list-canaries" -> {
                    List.of(Canary.values()).forEach(c -> System.out.println(c + "  " + c.words()));
                    return;
                }
                case "--groups" -> { io.holdfast.recovery.view.GroupSimulationMain.main(arguments); return; }
                default -> fail(USAGE);
            }
        }
        run(seed, runs, workers, canary, watchesReleases);
    }

    private static void run(
            final long firstSeed,
            final int runs,
            final int workers,
            final Canary canary,
            final boolean watchesReleases) {
        final long began = System.nanoTime();
        int crashed = 0;
        int cut = 0;
        int broken = 0;
        long rerun = 0;
        long lost = 0;
        long steps = 0;
        for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
            final Simulation.Outcome outcome = Simulation.run(seed, workers, canary, watchesReleases);
            crashed += outcome.crashed() ? 1 : 0;
            cut += outcome.isCut() ? 1 : 0;
            steps += outcome.steps();
            rerun += outcome.rerunRecords();
            lost += outcome.lostRecords();
            if (outcome.violation() != null) {
                broken++;
                System.out.println("VIOLATION after " + (seed - firstSeed + 1) + " runs: " + outcome.violation());
                System.out.println("    again: " + command(outcome, canary) + (watchesReleases ? "" : " --state-only"));
                System.out.println(
                        canary != null ? "" : "    keep:  echo '" + seed + " " + workers + "' >> " + KEPT_SEEDS);
                if (canary != null) {
                    break;
                }
            }
        }
        final double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%d runs, %d workers: %d with a crash, %d with a cut stream (records beyond the line: %d run again, %d lost), "
                        + "%d violations; %d steps, %.0f runs/s%n",
                runs, workers, crashed, cut, rerun, lost, broken, steps, runs / seconds);
        System.exit(broken > 0 && canary == null ? 1 : 0);
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
