package io.holdfast.nat.drill;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which scenarios a drill is to run.
 *
 * @param scenarios in this order, not empty
 * @param profile of the nodes
 * @param soakMinutes for which nothing happens in a soak, 0 to 1440
 * @param hasWitness whether all labs have a witness, not only those that need one
 * @param triesUnsupported whether those are run, too, that this build cannot pass
 */
record ScenarioChoice(
        List<Scenario> scenarios,
        FailoverProfile profile,
        int soakMinutes,
        boolean hasWitness,
        boolean triesUnsupported) {
    private static final int MAX_SOAK_MINUTES = 1440;

    /**
     * Reads the words of the command line.
     *
     * @param words names of scenarios, or null for none
     * @param soakMinutes 0 for no soak
     * @return null if there is neither a scenario nor a soak
     * @throws IllegalArgumentException if one is wrong
     */
    static ScenarioChoice of(
            final String words,
            final String profileWord,
            final int soakMinutes,
            final boolean hasWitness,
            final boolean triesUnsupported) {
        if (soakMinutes < 0 || soakMinutes > MAX_SOAK_MINUTES) {
            throw new IllegalArgumentException("--soak must be 0 to " + MAX_SOAK_MINUTES + ": " + soakMinutes);
        }
        final FailoverProfile profile = FailoverProfile.of(profileWord);
        if (words != null && soakMinutes > 0) {
            throw new IllegalArgumentException("--scenario and --soak exclude each other");
        }
        if (words == null && soakMinutes == 0) {
            return null;
        }
        return new ScenarioChoice(
                words == null ? List.of(Scenario.SOAK) : Scenario.listOf(words),
                profile,
                soakMinutes,
                hasWitness,
                triesUnsupported);
    }

    long soakMs() {
        return TimeUnit.MINUTES.toMillis(soakMinutes);
    }
}
