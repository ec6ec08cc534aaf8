package io.holdfast.nat.drill;

import io.holdfast.recovery.IdleMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The drill's options for faults other than the kills in a row. */
final class ScenarioOptions {
    /** One for each node, the client and the server. */
    private static final int PROCESSORS_WANTED = 4;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = {
                "instead of kills in a row: kill-master, kill-replica, stop-cont-master, cut-sync, cut-lan, cut-wan,"
                        + " kill-witness, restart-all, switchover, a row of them, or all; each --failovers times."
                        + " Needs root"
            })
    private String words;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "how soon silence is taken for a failure: default or fast (default: default)")
    private String profile;

    @Option(
            names = "--idle",
            paramLabel = "MODE",
            description = {
                "what a node's thread does with nothing to do: yield, park or spin (default: yield, and park on a machine with"
                        + " fewer than 4 processors, which both nodes, client and server would want)"
            })
    private IdleMode idle;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            defaultValue = "0",
            description = "instead of faults: run the traffic so long, and see that nobody takes over")
    private int soakMinutes;

    @Option(
            names = "--try-unsupported",
            hidden = true,
            description = "run also what this build cannot pass; it fails in any case")
    private boolean triesUnsupported;

    /**
     * What was chosen.
     *
     * @param hasWitness whether all labs are to have a witness
     * @return null if it is kills in a row
     * @throws IllegalArgumentException if something is wrong
     */
    ScenarioChoice choice(final boolean hasWitness) {
        return ScenarioChoice.of(words, profile, soakMinutes, hasWitness, triesUnsupported);
    }

    /** Sections of the nodes' settings file, whatever is done to them. */
    List<String> settings(final boolean hasWitness) {
        final List<String> sections =
                new ArrayList<>(FailoverProfile.of(profile).settings(hasWitness));
        sections.add("idle: " + idle().name().toLowerCase(Locale.ROOT));
        return sections;
    }

    private IdleMode idle() {
        if (idle != null) {
            return idle;
        }
        return Runtime.getRuntime().availableProcessors() < PROCESSORS_WANTED ? IdleMode.PARK : IdleMode.YIELD;
    }
}
