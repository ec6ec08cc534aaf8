package io.holdfast.recovery.attestation;

import java.util.concurrent.TimeUnit;

/**
 * How often members vouch, for how long, and how many there may be.
 *
 * @param intervalNs between two reports, and between two attestations of one member; 1 ms or more
 * @param lifetimeNs of an attestation, at least three intervals, so that two may be lost
 * @param skewNs by which clocks of members may differ
 * @param maxGroups that a node knows
 * @param maxMembers of a group
 */
public record AttestationSettings(long intervalNs, long lifetimeNs, long skewNs, int maxGroups, int maxMembers) {
    private static final long MIN_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MAX_MEMBERS = 1 + PairwiseSignatures.MOST_OTHERS;

    /** Checks. */
    public AttestationSettings {
        if (intervalNs < MIN_INTERVAL_NS) {
            throw new IllegalArgumentException("intervalNs must be at least " + MIN_INTERVAL_NS + ": " + intervalNs);
        }
        if (lifetimeNs < 3 * intervalNs) {
            throw new IllegalArgumentException(
                    "lifetimeNs must be at least three times intervalNs = " + intervalNs + ": " + lifetimeNs);
        }
        if (skewNs < 0) {
            throw new IllegalArgumentException("skewNs must not be negative: " + skewNs);
        }
        if (maxGroups < 1) {
            throw new IllegalArgumentException("maxGroups must be at least 1: " + maxGroups);
        }
        if (maxMembers < 2 || maxMembers > MAX_MEMBERS) {
            throw new IllegalArgumentException("maxMembers must be from 2 to " + MAX_MEMBERS + ": " + maxMembers);
        }
    }

    /** Ten milliseconds, and fifty. */
    public static AttestationSettings defaults() {
        return new AttestationSettings(
                TimeUnit.MILLISECONDS.toNanos(10),
                TimeUnit.MILLISECONDS.toNanos(50),
                TimeUnit.SECONDS.toNanos(1),
                8,
                MAX_MEMBERS);
    }
}
