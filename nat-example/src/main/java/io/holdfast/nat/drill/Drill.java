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
 * Runs the rounds, up to {@link #ROUNDS_PER_LAB} in one lab, and takes every lab down again.
 *
 * <p>{@link #abort} may come from another thread (a shutdown hook); everything else is the caller's thread's.
 */
final class Drill {
    /** What the ends remember of a run grows with it. */
    private static final int ROUNDS_PER_LAB = 10;

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
        while (rounds.size() < settings.failovers() && failure == null) {
            failure = runLeg(rounds);
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

    /** @return null, or why not all its rounds could be run */
    private String runLeg(final List<RoundResult> rounds) {
        final Lab lab = openLab();
        try {
            progress.phase("building the lab");
            lab.build();
            final int count = Math.min(ROUNDS_PER_LAB, settings.failovers() - rounds.size());
            new DrillLeg(lab, settings, progress).run(count, rounds);
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
