package io.holdfast.recovery.attestation;

/** Looks at this node's own work. Called by the attestations' thread, so it reads counters that may be read by any. */
public interface WorkProbe {
    /** What there is to report; number and clock are filled in by the caller. */
    WorkReport report();
}
