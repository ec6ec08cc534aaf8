package io.holdfast.nat.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.secure.IdentityFile;
import io.holdfast.nat.HoldfastCommand;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group in processes of their own, each with a key of its own in a file. */
class IdentityProcessTest {
    private static final List<String> MEMBERS = List.of("a", "b", ProcessGroup.WITNESS);

    @TempDir
    private Path parent;

    /** A story: somebody who has taken the group's key stands in the replica's place; then the replica comes back. */
    @Test
    void shouldTakeNobodyInWhoHasTheGroupKeyOnly() throws Exception {
        try (ProcessGroup group = new ProcessGroup(parent, "keyFile: group.key")) {
            assertEquals(
                    0, HoldfastCommand.execute("key", group.resolve("group.key").toString()));
            final Map<String, String> keys = new HashMap<>();
            for (final String member : MEMBERS) {
                keys.put(member, IdentityFile.make(group.resolve(member + ".identity")));
            }
            for (final String member : MEMBERS) {
                group.groupSettings(member, lines(member, keys));
            }
            group.startAll();
            group.awaitOutput("a -> witness -> b", "attestations", "-c", group.file("a"));
            assertEquals(0, group.status("a").counter("attestations.unproven"));

            group.kill("b");
            group.await("a", status -> status.isMaster() && !status.isProtected());
            // Until then, what was said of the true one's last process still counts.
            group.awaitOutput("a says of b: silent", "attestations", "-c", group.file("a"));
            impersonate(group, keys);
            final long view = group.status("a").view();
            // An introduction each five reports: longer than a suspicion takes.
            final long unproven = group.status("a").counter("attestations.unproven");
            group.await("a", status -> status.counter("attestations.unproven") >= unproven + 3);
            final NodeStatus alone = group.status("a");
            assertTrue(alone.isMaster() && !alone.isProtected(), group::logs);
            assertEquals(view, alone.view(), group::logs);
            assertFalse(group.status("b").isProtected(), group::logs);

            group.kill("b");
            group.groupSettings("b", lines("b", keys));
            group.start("b");
            group.awaitProtected("a", "b");
        }
    }

    /** In the place of b, with a key that b's own list has, and nobody else's. */
    private static void impersonate(final ProcessGroup group, final Map<String, String> keys) throws IOException {
        final Map<String, String> wrong = new HashMap<>(keys);
        wrong.put("b", IdentityFile.make(group.resolve("wrong.identity")));
        group.groupSettings("b", lines("wrong", wrong));
        group.start("b");
    }

    private static String lines(final String own, final Map<String, String> keys) {
        return """
                keyFile: group.key
                identityFile: %s.identity
                identities: {a: "%s", b: "%s", witness: "%s"}
                """.formatted(own, keys.get("a"), keys.get("b"), keys.get(ProcessGroup.WITNESS));
    }
}
