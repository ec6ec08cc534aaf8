package io.holdfast.nat.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.IdentityFile;
import io.holdfast.recovery.attestation.MemberKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code group.identityFile} and {@code group.identities}. */
class MemberKeysSettingTest {
    private static final String GOOD = """
            group:
              members:
                a: 10.99.0.1:40100
                b: 10.99.0.2:40100
              key: none
              witness: 10.99.0.3:40100
              directory: registers
              identityFile: NAME.identity
              identities:
                a: KEY_a
                b: b.identity
                witness: KEY_witness
            """;

    private static final String NODE = """
            node: a
            ports: [{name: lan, device: "memory,file=DIR/lan.wire"}]
            graph: nat.click
            runtime: DIR/a
            """;

    @TempDir
    private Path directory;

    private final Map<String, String> keys = new HashMap<>();

    @BeforeEach
    void makeKeys() throws IOException {
        Files.writeString(directory.resolve("nat.click"), "Idle -> Discard;");
        for (final String member : List.of("a", "b", "witness")) {
            keys.put(member, IdentityFile.make(directory.resolve(member + ".identity")));
        }
    }

    private Path written(final String text, final String self) throws IOException {
        String filled = text.replace("DIR", directory.toString()).replace("NAME", self);
        for (final Map.Entry<String, String> key : keys.entrySet()) {
            filled = filled.replace("KEY_" + key.getKey(), key.getValue());
        }
        final Path file = directory.resolve("settings.yaml");
        Files.writeString(file, filled);
        return file;
    }

    private MemberKeys ofNode(final String group) throws Exception {
        return SettingsFile.read(written(NODE + group, "a"))
                .decided()
                .orElseThrow()
                .memberKeys();
    }

    @Test
    void shouldReadKeysAsTextAndAsFiles() throws Exception {
        final MemberKeys ofA = ofNode(GOOD);
        assertEquals(Set.of("a", "b", "witness"), ofA.listed());
        assertTrue(ofA.isOwn("a"));
        assertFalse(ofA.isOwn("b"));
        final MemberKeys ofWitness =
                SettingsFile.readWitness(written(GOOD, "witness")).group().memberKeys();
        assertTrue(ofWitness.isOwn("witness"));
    }

    @Test
    void shouldNeedNeither() throws Exception {
        final MemberKeys none = ofNode(GOOD.substring(0, GOOD.indexOf("  identityFile")));
        assertEquals(Set.of(), none.listed());
        final MemberKeys others =
                ofNode(GOOD.replace("  identityFile: NAME.identity\n", "").replace("    a: KEY_a\n", ""));
        assertEquals(Set.of("b", "witness"), others.listed());
    }

    static Stream<List<String>> faults() {
        return Stream.of(
                List.of("    a: KEY_a", "    c: KEY_a", "group.identities must name members, or witness: c"),
                List.of("KEY_a", "KEY_b", "group.identityFile must be the private key of what"),
                List.of("KEY_witness", "KEY_a", "group.identities must be a key of its own for each: witness"),
                List.of("b.identity", "c.identity", "group.identities.b must be a public key of Ed25519"),
                List.of("b.identity", "nat.click", "group.identities.b must be a public key of Ed25519"),
                List.of("b.identity", "\"\\0\"", "group.identities.b must be a public key of Ed25519"),
                List.of("b.identity", "[]", "group.identities.b must be a single value"),
                List.of("NAME.identity", "none.identity", "none.identity: no such file; 'holdfast key --identity"),
                List.of("NAME.identity", "nat.click", "must be its owner's alone (chmod 600)"),
                List.of("NAME.identity", "\"\"", "group.identityFile must be a file's name"),
                List.of("NAME.identity", "\"\\0\"", "group.identityFile must be a file's name"),
                List.of(
                        "  identityFile: NAME.identity\n",
                        "",
                        "group.identityFile must be given where group.identities lists this member: a"),
                List.of(
                        "  witness: 10.99.0.3:40100\n  directory: registers\n",
                        "",
                        "group.identities must be in a group with a witness"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldReportAWrongKey(final List<String> change) throws IOException {
        final Path file = written(NODE + GOOD.replace(change.get(0), change.get(1)), "a");
        final SettingsException failure = assertThrows(SettingsException.class, () -> SettingsFile.read(file));
        assertTrue(failure.getMessage().contains(change.get(2)), failure.getMessage());
        assertTrue(failure.getMessage().startsWith(file + ":"), failure.getMessage());
    }

    @Test
    void shouldReportAllFaultsAtOnce() throws IOException {
        final Path file = written(
                NODE
                        + GOOD.replace("NAME", "none")
                                .replace("KEY_witness", "nothing")
                                .replace("b: b.identity", "c: b.identity"),
                "a");
        final SettingsException failure = assertThrows(SettingsException.class, () -> SettingsFile.read(file));
        assertTrue(failure.faults().size() >= 3, failure.getMessage());
    }
}
