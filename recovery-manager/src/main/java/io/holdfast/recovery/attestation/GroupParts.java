package io.holdfast.recovery.attestation;

import io.holdfast.log.secure.GroupKeys;
import java.security.KeyPair;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * What a node's part in groups that attest is made of.
 *
 * @param name of this node
 * @param incarnation of this process; not 0
 * @param keyPair for signatures, of this process alone
 * @param settings the same at all members
 * @param keys of the group, under which members introduce themselves
 * @param memberKeys of members that are listed, and of this one, by which introductions are signed, too
 * @param network to the members
 * @param probe of this node's own work
 * @param nanoClock monotonic
 * @param epochClock wall clock
 */
public record GroupParts(
        String name,
        long incarnation,
        KeyPair keyPair,
        AttestationSettings settings,
        GroupKeys keys,
        MemberKeys memberKeys,
        AttestationNetwork network,
        WorkProbe probe,
        NanoClock nanoClock,
        EpochNanoClock epochClock) {
    /** The same with members' keys. */
    GroupParts with(final MemberKeys newKeys) {
        return new GroupParts(
                name, incarnation, keyPair, settings, keys, newKeys, network, probe, nanoClock, epochClock);
    }
}
