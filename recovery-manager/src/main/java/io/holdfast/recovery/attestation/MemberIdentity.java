package io.holdfast.recovery.attestation;

import java.security.PublicKey;

/**
 * Who a member is at present.
 *
 * @param name in the group's settings
 * @param incarnation of its process
 * @param startedNs wall clock at its start, by which a later process is told from an earlier one
 * @param key that its signatures are checked with; of this process alone
 */
record MemberIdentity(String name, long incarnation, long startedNs, PublicKey key) {}
