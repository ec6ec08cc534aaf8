package io.holdfast.recovery.worm;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.NanoClock;

/** The disk of a simulated machine, and the acceptor that is on it. */
public final class SimulatedStorage {
    private static final WormLimits LIMITS = new WormLimits(8192, 256, 64, 16, 1 << 16);

    private final String owner;
    private final WormCanary canary;
    private byte[] disk = {};
    private MemoryJournalFile file;

    /** @param flaw a canary of the registers, by name; others are none of it */
    public SimulatedStorage(final String owner, final String flaw) {
        this.owner = owner;
        canary = Arrays.stream(WormCanary.values())
                .filter(c -> c.name().equals(flaw))
                .findFirst()
                .orElse(null);
    }

    /** Starts an acceptor with what the disk has. */
    public void start(final WormMember member, final NanoClock clock) {
        final boolean isFirst = file == null;
        file = new MemoryJournalFile(disk, canary != WormCanary.FORGETS_TO_FORCE);
        final RegisterStore store = new RegisterStore();
        final Journal journal = Acceptor.openJournal(file, owner, isFirst, store);
        member.store(WormCanary.acceptor(canary, journal, store, LIMITS, clock, member));
    }

    /** Leaves on the disk what a crash leaves. */
    public void crash(final RandomGenerator random) {
        disk = file.afterCrash(random);
    }
}
