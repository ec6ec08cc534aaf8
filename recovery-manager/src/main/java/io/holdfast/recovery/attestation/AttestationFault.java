package io.holdfast.recovery.attestation;

/** What a node believes by mistake: for tests of the tests, which must notice. */
public enum AttestationFault {
    NONE,
    /** Whatever somebody has signed, or nobody. */
    BELIEVES_UNSIGNED,
    /** What has expired by its attester's clock. */
    BELIEVES_EXPIRED
}
