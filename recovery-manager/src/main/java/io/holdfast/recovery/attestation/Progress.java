package io.holdfast.recovery.attestation;

/** Tells how long a number has stood still although it should have grown. */
final class Progress {
    private final long limitNs;
    private long value;
    private long sinceNs;
    private boolean begun;

    Progress(final long limitNs) {
        this.limitNs = limitNs;
    }

    /** Whether the number has stood still for longer than the limit, all of which it was owed. */
    boolean isStuck(final long newValue, final boolean owed, final long nowNs) {
        if (!begun || newValue != value || !owed) {
            begun = true;
            value = newValue;
            sinceNs = nowNs;
        }
        return nowNs - sinceNs > limitNs;
    }
}
