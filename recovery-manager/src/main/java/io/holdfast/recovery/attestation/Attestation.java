package io.holdfast.recovery.attestation;

/**
 * "In this group, the attester found the attestee so, until then."
 *
 * <p>A finding other than {@link Finding#WORKS} withdraws what was said before. Signed by the attester's key
 * ({@link AttestationCodec}).
 *
 * @param group in which it holds
 * @param attester name of the member that says so
 * @param attesterIncarnation of that member
 * @param attestee name of the member of whom it is said
 * @param attesteeIncarnation that was tested; 0 if none was ever heard of
 * @param number grows with each attestation of one incarnation of the attester
 * @param issuedNs wall clock of the attester, since 1970
 * @param expiryNs by the same clock
 * @param finding of the test
 */
public record Attestation(
        String group,
        String attester,
        long attesterIncarnation,
        String attestee,
        long attesteeIncarnation,
        long number,
        long issuedNs,
        long expiryNs,
        Finding finding) {
    /** Whether it vouches for the attestee. */
    public boolean vouches() {
        return finding == Finding.WORKS;
    }
}
