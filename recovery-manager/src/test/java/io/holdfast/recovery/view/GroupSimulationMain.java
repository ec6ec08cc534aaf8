package io.holdfast.recovery.view;

import java.util.List;

/** Runs seeds of whole groups and says what came of them; {@code scripts/simulate --groups} calls it. */
public final class GroupSimulationMain {
    private static final String USAGE =
            "usage: simulate --groups [--seed N] [--runs M] [--canary NAME] [--list-canaries]";

    private GroupSimulationMain() {}

    public static void main(final String[] arguments) {
        long seed = 1;
        int runs = 1;
        GroupCanary canary = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--groups" -> {}
                case "--seed" -> seed = Long.parseLong(value(arguments, ++i));
                case "--runs" -> runs = Integer.parseInt(value(arguments, ++i));
                case "--canary" -> canary = GroupCanary.valueOf(value(arguments, ++i));
                case "--list-canaries" -> {
                    List.of(GroupCanary.values()).forEach(c -> System.out.println(c + "  " + c.words()));
                    return;
                }
                default -> fail();
            }
        }
        run(seed, runs, canary);
    }

    private static void run(final long firstSeed, final int runs, final GroupCanary canary) {
        final long beganNs = System.nanoTime();
        final long[] sums = new long[6];
        int broken = 0;
        int done = 0;
        for (long seed = firstSeed; seed < firstSeed + runs && (canary == null || broken == 0); seed++) {
            final GroupSimulation.Report report = GroupSimulation.run(seed, canary);
            done++;
            sums[0] += report.views();
            sums[1] += report.takeOvers();
            sums[2] += report.handOvers();
            sums[3] += report.protections();
            sums[4] += report.losses();
            sums[5] += report.releases();
            if (report.violation() != null) {
                broken++;
                System.out.println("VIOLATION after " + done + " runs: " + report.violation());
                System.out.println("    again: scripts/simulate --groups --seed " + seed
                        + (canary == null ? "" : " --canary " + canary));
            }
        }
        System.out.printf(
                "%d groups: %d views, %d take-overs, %d hand-overs, %d protections, %d states lost by restarts of all, "
                        + "%d releases, %d violations; %.0f runs/s%n",
                done,
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                sums[4],
                sums[5],
                broken,
                done / ((System.nanoTime() - beganNs) / 1e9));
        System.exit(broken > 0 && canary == null ? 1 : 0);
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
