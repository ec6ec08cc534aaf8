package io.holdfast.nat.settings;

import io.holdfast.log.MemberAddress;
import io.holdfast.recovery.IntegerSetting;
import io.holdfast.recovery.attestation.MemberKeys;
import io.holdfast.recovery.attestation.SignatureScheme;
import io.holdfast.recovery.attestation.WorkLimits;
import io.holdfast.recovery.group.ControlPriority;
import io.holdfast.recovery.group.GroupSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads how a group decides its views: {@code group.witness: ADDRESS:PORT} by registers; without it, or with {@code none},
 * each node by itself.
 */
final class GroupSection {
    private static final int MOST_PORT = 65_535;
    /** Used behind that of the settings. */
    private static final int MEMBER_PORTS = 4;

    private static final int WITNESS_PORTS = 2;
    private static final String WITNESS = "witness";
    private static final String DIRECTORY = "directory";
    private static final String NONE = "none";

    private GroupSection() {}

    /**
     * Reads and checks.
     *
     * @param self whose settings these are
     * @param isFast whether the profile is {@code fast}
     * @param settings file that relative names are beside
     */
    static Optional<GroupSettings> read(
            final Section group,
            final String self,
            final List<MemberAddress> members,
            final boolean isFast,
            final Path settings,
            final Faults faults) {
        final String witness = group.text(WITNESS, NONE);
        final String directory = group.text(DIRECTORY, "");
        final int leaseMs = group.integer(profiled(GroupSettings.LEASE_MS, isFast, GroupSettings.FAST_LEASE_MS));
        final int suspicionMs =
                group.integer(profiled(GroupSettings.SUSPICION_MS, isFast, GroupSettings.FAST_SUSPICION_MS));
        final WorkLimits limits = limits(group, isFast, suspicionMs);
        final ControlPriority priority = ControlPriority.valueOf(
                group.choice("controlPriority", "realtime", "nice", "none").toUpperCase(Locale.ROOT));
        final SignatureScheme signatures = signatures(group, isFast);
        final MemberKeys keys = MemberKeysSetting.read(group, self, members, !witness.equals(NONE), settings, faults);
        if (suspicionMs < 2 * leaseMs) {
            faults.add(
                    group.mark(),
                    "group.suspicionMs must be at least twice group.leaseMs = " + leaseMs + ": " + suspicionMs);
        }
        for (final MemberAddress member : members) {
            if (member.name().equals(GroupSettings.WITNESS_NAME)) {
                faults.add(group.where("members"), "group.members must not have the witness's name: " + member.name());
            }
        }
        if (witness.equals(NONE)) {
            return Optional.empty();
        }
        if (directory.isEmpty()) {
            faults.add(
                    group.where(WITNESS),
                    "group.directory must be given with group.witness: where this node keeps its registers, on a disk");
        }
        final MemberAddress address = Addresses.of("group.witness", WITNESS, witness, group.where(WITNESS), faults);
        if (address == null) {
            return Optional.empty();
        }
        checkPorts(group, members, address, faults);
        final Path place = settings.toAbsolutePath().resolveSibling(directory);
        return Optional.of(new GroupSettings(
                members, address, place, false, leaseMs, suspicionMs, limits, signatures, priority, keys));
    }

    private static void checkPorts(
            final Section group, final List<MemberAddress> members, final MemberAddress witness, final Faults faults) {
        for (final MemberAddress member : members) {
            if (member.port() > MOST_PORT - MEMBER_PORTS) {
                faults.add(
                        group.where("members"),
                        "group.members." + member.name() + " must have a port up to " + (MOST_PORT - MEMBER_PORTS)
                                + " with a witness, for the next four are used, too: " + member.port());
            }
        }
        if (witness.port() > MOST_PORT - WITNESS_PORTS) {
            faults.add(
                    group.where(WITNESS),
                    "group.witness must have a port up to " + (MOST_PORT - WITNESS_PORTS)
                            + ", for the next two are used, too: " + witness.port());
        }
    }

    /** The fast profile has members report so often that signatures by a public key would keep processors busy. */
    private static SignatureScheme signatures(final Section group, final boolean isFast) {
        final String[] words = {SignatureScheme.ED25519.word(), SignatureScheme.PAIRWISE.word()};
        final String word = group.choice("signatures", words[isFast ? 1 : 0], words[isFast ? 0 : 1]);
        return SignatureScheme.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static WorkLimits limits(final Section group, final boolean isFast, final int suspicionMs) {
        return new WorkLimits(
                suspicionMs,
                group.integer(profiled(GroupSettings.STALL_MS, isFast, GroupSettings.FAST_STALL_MS)),
                group.integer(profiled(GroupSettings.LINK_DOWN_MS, isFast, GroupSettings.FAST_LINK_DOWN_MS)),
                group.integer(GroupSettings.NEIGHBOUR_MS),
                group.integer(GroupSettings.CLOCK_SKEW_MS));
    }

    private static IntegerSetting profiled(final IntegerSetting setting, final boolean isFast, final int fast) {
        return isFast ? setting.withDefault(fast) : setting;
    }
}
