package io.holdfast.nat.drill;

import io.holdfast.nat.lab.EmbeddedLab;
import io.holdfast.nat.lab.Lab;
import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabKind;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NamespaceLab;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the rounds, each in a lab of its own, and takes every lab down again.
 *
 * <p>{@link #abort} may come from another thread (a shutdown hook); everything else is the caller's thread's.
 */
final class Drill {
    private final DrillSettings settings;
    private final LabKind kind;
    private final LabSettings labSettings;
    private final Progress progress;
    private final Object lock = new Object();
    private Lab current;
    private boolean aborted;

    Drill(final DrillSettings settings, final LabKind kind, final LabSettings labSettings, final Progress progress) {
        this.settings = settings;
        this.kind = kind;
        this.labSettings = labSettings;
        this.progress = progress;
    }

    /**
     * Runs all rounds, or those until one cannot be run.
     *
     * @return what they did; with the failure, if one could not be run
     */
    DrillResult run() {
        final Environment environment = Environment.detect();
        final List<RoundResult> rounds = new ArrayList<>();
        String failure = null;
        for (int round = 1; round <= settings.failovers() && failure == null; round++) {
            progress.round(round, settings.failovers());
            failure = runRound(round, rounds);
        }
        progress.end();
        return DrillResult.of(kind, environment, settings, rounds, failure);
    }

    /** Takes the lab down, whatever the drill is doing. */
    void abort() {
        final Lab lab;
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

    /** @return null, or why the round could not be run */
    private String runRound(final int round, final List<RoundResult> rounds) {
        final Lab lab = openLab();
        try {
            progress.phase("building the lab");
            lab.build();
            rounds.add(new DrillRound(round, lab, settings, progress).run());
            return null;
        } catch (final LabException e) {
            return e.getMessage() + "\n" + lab.logTails();
        } finally {
            progress.phase("taking the lab down");
            lab.close();
            if (settings.keep()) {
                progress.say("kept " + lab.directory());
            }
        }
    }

    private Lab openLab() {
        synchronized (lock) {
            if (aborted) {
                throw new LabException("the drill was aborted");
            }
            current = kind == LabKind.NAMESPACES ? new NamespaceLab(labSettings) : new EmbeddedLab(labSettings);
            return current;
        }
    }
}
