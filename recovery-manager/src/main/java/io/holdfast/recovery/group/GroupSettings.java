package io.holdfast.recovery.group;

import io.holdfast.log.MemberAddress;
import io.holdfast.recovery.IntegerSetting;
import io.holdfast.recovery.attestation.MemberKeys;
import io.holdfast.recovery.attestation.SignatureScheme;
import io.holdfast.recovery.attestation.WorkLimits;
import io.holdfast.recovery.view.GroupTiming;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A group whose views are decided by registers.
 *
 * @param members of the pair, in the order of {@code group.members}
 * @param witness that stores registers, too, and forwards nothing
 * @param directory of this node's registers and incarnation; must outlive the process and the machine's restart
 * @param mayBegin whether an empty directory may be taken into use: only a new group's
 * @param leaseMs for which a master may release after its replica has echoed
 * @param suspicionMs of silence after which a node is suspected
 * @param limits beyond which a node's work counts as failed
 * @param signatures of the attestations
 * @param controlPriority of the threads that decide who is master
 * @param memberKeys of this node and of those that are told by them
 */
public record GroupSettings(
        List<MemberAddress> members,
        MemberAddress witness,
        Path directory,
        boolean mayBegin,
        int leaseMs,
        int suspicionMs,
        WorkLimits limits,
        SignatureScheme signatures,
        ControlPriority controlPriority,
        MemberKeys memberKeys) {
    public static final IntegerSetting LEASE_MS = IntegerSetting.of(
            "group.leaseMs", 10, 1, 10_000, "milliseconds for which a master may release after its replica's echo");
    public static final IntegerSetting SUSPICION_MS = IntegerSetting.of(
            "group.suspicionMs", 500, 5, 60_000, "milliseconds of silence after which a node is suspected");

    public static final IntegerSetting STALL_MS = IntegerSetting.of(
            "group.stallMs",
            2000,
            10,
            60_000,
            "milliseconds for which a log, its acknowledgements, its replay or a write to disk may stand still");
    public static final IntegerSetting LINK_DOWN_MS =
            IntegerSetting.of("group.linkDownMs", 100, 1, 60_000, "milliseconds for which a port may be without link");
    public static final IntegerSetting NEIGHBOUR_MS = IntegerSetting.of(
            "group.neighbourMs", 3000, 100, 60_000, "milliseconds for which a port's neighbour may not answer");
    public static final IntegerSetting CLOCK_SKEW_MS = IntegerSetting.of(
            "group.clockSkewMs", 1000, 10, 3_600_000, "milliseconds by which the group's wall clocks may differ");

    /** Name of the witness among the members; no member has it. */
    public static final String WITNESS_NAME = "witness";

    /** Defaults of {@code failover.profile: fast}. */
    public static final int FAST_LEASE_MS = 5;

    /**
     * A process that dies is noticed by its lifeline within some milliseconds, whatever this is; it is for those that hang.
     * So it need not be shorter than what a thread may have to wait for a processor, or a disk.
     */
    public static final int FAST_SUSPICION_MS = 150;

    public static final int FAST_STALL_MS = 400;

    public static final int FAST_LINK_DOWN_MS = 20;

    /** The witness's number; the pair's are 0 and 1. */
    public static final int WITNESS = 2;

    /** Nodes of a group, the witness among them; all store registers. */
    public static final int NODES = 3;

    /** Greetings in the time of a lease. */
    private static final int HELLOS_PER_LEASE = 4;

    public GroupSettings {
        members = List.copyOf(members);
    }

    /** Names of all nodes, in the order of their numbers. */
    public List<String> names() {
        return List.of(members.get(0).name(), members.get(1).name(), WITNESS_NAME);
    }

    /** UDP port of a node's attestations. */
    public int attestationPort(final int node) {
        return new GroupAddresses(this).attestations().get(node).getPort();
    }

    /** The same, for a group that may begin. */
    public GroupSettings beginning() {
        return new GroupSettings(
                members,
                witness,
                directory,
                true,
                leaseMs,
                suspicionMs,
                limits,
                signatures,
                controlPriority,
                memberKeys);
    }

    /** The number of a member by its name. */
    public int number(final String name) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                return i;
            }
        }
        return WITNESS;
    }

    public long suspicionNs() {
        return TimeUnit.MILLISECONDS.toNanos(suspicionMs);
    }

    /** Between two greetings: so often that the lease outlives the loss of one. */
    public long helloNs() {
        return TimeUnit.MILLISECONDS.toNanos(leaseMs) / HELLOS_PER_LEASE;
    }

    /** How long this group's members wait for what. */
    public GroupTiming timing() {
        final GroupTiming usual = GroupTiming.DEFAULT;
        return new GroupTiming(
                TimeUnit.MILLISECONDS.toNanos(leaseMs),
                usual.registerNs(),
                usual.prepareNs(),
                usual.retryNs(),
                usual.startNs(),
                helloNs());
    }
}
