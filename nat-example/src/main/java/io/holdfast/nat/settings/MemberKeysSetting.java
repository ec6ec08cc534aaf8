package io.holdfast.nat.settings;

import io.holdfast.log.MemberAddress;
import io.holdfast.log.secure.GroupKeyFile;
import io.holdfast.log.secure.IdentityFile;
import io.holdfast.recovery.attestation.MemberKeys;
import io.holdfast.recovery.group.GroupSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the keys by which members are told from one another: {@code group.identityFile}, this one's own, and
 * {@code group.identities}, the public ones by name.
 */
final class MemberKeysSetting {
    private static final String FILE = "identityFile";
    private static final String LISTED = "identities";

    private final Section group;
    private final Path settings;
    private final Faults faults;

    private MemberKeysSetting(final Section group, final Path settings, final Faults faults) {
        this.group = group;
        this.settings = settings;
        this.faults = faults;
    }

    /**
     * Reads and checks, the files included.
     *
     * @param self whose settings these are
     * @param settings file that relative names are beside
     */
    static MemberKeys read(
            final Section group,
            final String self,
            final List<MemberAddress> members,
            final boolean hasWitness,
            final Path settings,
            final Faults faults) {
        final MemberKeysSetting setting = new MemberKeysSetting(group, settings, faults);
        final PrivateKey own = setting.own();
        final Map<String, PublicKey> listed = setting.listed(members);
        final MemberKeys keys = new MemberKeys(own, listed);
        if (!hasWitness) {
            for (final String name : List.of(FILE, LISTED)) {
                if (group.has(name)) {
                    faults.add(
                            group.where(name),
                            "group." + name + " must be in a group with a witness, no others attest");
                }
            }
        }
        if (listed.containsKey(self) && !group.has(FILE)) {
            faults.add(
                    group.where(LISTED),
                    "group.identityFile must be given where group.identities lists this member: " + self);
        } else if (listed.containsKey(self) && own != null && !keys.isOwn(self)) {
            faults.add(
                    group.where(FILE),
                    "group.identityFile must be the private key of what group.identities lists for this member: "
                            + self);
        }
        return keys;
    }

    private PrivateKey own() {
        final String name = group.text(FILE, "");
        if (!group.has(FILE)) {
            return null;
        }
        if (name.isEmpty()) {
            faults.add(group.where(FILE), "group.identityFile must be a file's name");
            return null;
        }
        try {
            return IdentityFile.read(settings.toAbsolutePath().resolveSibling(name));
        } catch (final GroupKeyFile.KeyFileException e) {
            e.faults().forEach(fault -> faults.add(group.where(FILE), "group.identityFile: " + fault));
        } catch (final InvalidPathException e) {
            faults.add(group.where(FILE), "group.identityFile must be a file's name: " + e.getReason());
        }
        return null;
    }

    private Map<String, PublicKey> listed(final List<MemberAddress> members) {
        final Set<String> names = new HashSet<>(Set.of(GroupSettings.WITNESS_NAME));
        members.forEach(member -> names.add(member.name()));
        final Section section = group.section(LISTED);
        final Map<String, PublicKey> listed = new LinkedHashMap<>();
        section.texts().forEach((name, text) -> {
            if (!names.contains(name)) {
                faults.add(
                        section.where(name),
                        "group.identities must name members, or " + GroupSettings.WITNESS_NAME + ": " + name);
                return;
            }
            final PublicKey key = key(section, name, text);
            if (key != null && listed.containsValue(key)) {
                faults.add(section.where(name), "group.identities must be a key of its own for each: " + name);
            }
            if (key != null) {
                listed.put(name, key);
            }
        });
        return listed;
    }

    private PublicKey key(final Section section, final String name, final String text) {
        try {
            return IdentityFile.publicKey(text);
        } catch (final IllegalArgumentException notBase64) {
            return keyIn(section, name, text);
        }
    }

    private PublicKey keyIn(final Section section, final String name, final String text) {
        try {
            final Path file = settings.toAbsolutePath().resolveSibling(text);
            if (Files.isRegularFile(file)) {
                return IdentityFile.publicKeyIn(file);
            }
        } catch (final IOException e) {
            faults.add(section.where(name), "group.identities." + name + ": " + FileFailure.reason(e));
            return null;
        } catch (final IllegalArgumentException e) {
            // No such key is in it, or that is no file's name.
        }
        faults.add(
                section.where(name),
                "group.identities." + name
                        + " must be a public key of Ed25519, as 'holdfast key --identity FILE' says it,"
                        + " or a PEM file with one: " + text);
        return null;
    }
}
