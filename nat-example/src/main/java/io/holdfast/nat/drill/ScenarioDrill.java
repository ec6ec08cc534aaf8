package io.holdfast.nat.drill;

import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NamespaceLab;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Runs scenarios, each in labs of its own, and takes every lab down again.
 *
 * <p>{@link #abort} may come from another thread (a shutdown hook); everything else is the caller's thread's.
 */
final class ScenarioDrill {
    /** What the ends remember of a run grows with it. */
    private static final int ROUNDS_PER_LAB = 10;

    private final DrillSettings settings;
    private final ScenarioChoice choice;
    private final Function<Scenario, LabSettings> labSettings;
    private final Progress progress;
    private final Object lock = new Object();
    private NamespaceLab current;
    private boolean aborted;

    /** @param labSettings what a scenario needs */
    ScenarioDrill(
            final DrillSettings settings,
            final ScenarioChoice choice,
            final Function<Scenario, LabSettings> labSettings,
            final Progress progress) {
        this.settings = settings;
        this.choice = choice;
        this.labSettings = labSettings;
        this.progress = progress;
    }

    /** Runs all of them; a scenario that cannot be run does not keep the others from it. */
    ScenarioReport run() {
        final Environment environment = Environment.detect();
        final List<ScenarioResult> results = new ArrayList<>();
        for (final Scenario scenario : choice.scenarios()) {
            if (!isAborted()) {
                results.add(run(scenario));
            }
        }
        progress.end();
        return new ScenarioReport(environment, settings, choice.profile(), List.copyOf(results));
    }

    private ScenarioResult run(final Scenario scenario) {
        final List<ScenarioRound> rounds = new ArrayList<>();
        final boolean isTried = scenario.unsupported() == null || choice.triesUnsupported();
        final int count = scenario == Scenario.SOAK ? 1 : settings.failovers();
        String failure = null;
        while (isTried && rounds.size() < count && failure == null) {
            failure = runLeg(scenario, Math.min(ROUNDS_PER_LAB, count - rounds.size()), rounds);
        }
        return new ScenarioResult(scenario, rounds, scenario.unsupported(), failure);
    }

    /** @return null, or why not all its rounds could be run */
    private String runLeg(final Scenario scenario, final int count, final List<ScenarioRound> rounds) {
        final int before = rounds.size();
        final NamespaceLab lab = openLab(scenario);
        try {
            progress.phase(scenario.word() + ": building the lab");
            lab.build();
            new ScenarioLeg(lab, scenario, settings, choice.soakMs(), progress).run(count, rounds);
            return rounds.size() - before == count
                    ? null
                    : "after " + (rounds.size() - before) + " of " + count + " faults there was no pair any more\n"
                            + lab.logTails();
        } catch (final LabException e) {
            return e.getMessage() + "\n" + lab.logTails();
        } finally {
            progress.phase(scenario.word() + ": taking the lab down");
            lab.close();
            if (settings.keep()) {
                progress.say("kept " + lab.directory());
            }
        }
    }

    /** Takes the lab down, whatever the drill is doing. */
    void abort() {
        final NamespaceLab lab;
        synchronized (lock) {
            aborted = true;
            lab = current;
        }
        if (lab != null) {
            progress.say("aborted: taking the lab down");
            lab.close();
        }
    }

    boolean isAborted() {
        synchronized (lock) {
            return aborted;
        }
    }

    private NamespaceLab openLab(final Scenario scenario) {
        synchronized (lock) {
            if (aborted) {
                throw new LabException("the drill was aborted");
            }
            current = new NamespaceLab(labSettings.apply(scenario));
            return current;
        }
    }
}
