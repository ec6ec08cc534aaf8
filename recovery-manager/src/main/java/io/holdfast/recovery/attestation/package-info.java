/**
 * Who vouches for whom: signed, short-lived attestations of correct work, exchanged as link states, after LA-Groups
 * (Freedman et al., IPTPS 2006).
 *
 * <p>Look first at {@code AttestationGroups}, which is the paper's interface, and at {@code PairJudge}, which decides from
 * the graph what has failed. Everything is used by one thread, which is no worker's ({@code AttestationAgent}), with time
 * given from outside.
 */
package io.holdfast.recovery.attestation;
