package io.holdfast.nat.lab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleLabsTest {
    @TempDir
    Path parent;

    @Test
    void shouldRemoveTheLabOfADeadDrill() throws IOException, InterruptedException {
        final LabDirectory lab = LabDirectory.create(parent);
        final Process child = new ProcessBuilder("sleep", "100").start();
        lab.addChild(child.toHandle());
        final Process drill = new ProcessBuilder("true").start();
        drill.waitFor();
        Files.writeString(lab.resolve("owner"), drill.pid() + " 1234567890");

        StaleLabs.remove(parent);

        assertFalse(Files.exists(lab.path()));
        assertTrue(child.waitFor(5, TimeUnit.SECONDS), "the dead drill's child still runs");
    }

    @Test
    void shouldLeaveTheLabOfALivingDrillAlone() throws IOException {
        final LabDirectory lab = LabDirectory.create(parent);
        final Process child = new ProcessBuilder("sleep", "100").start();
        try {
            lab.addChild(child.toHandle());
            StaleLabs.remove(parent);
            assertTrue(Files.exists(lab.path()));
            assertTrue(child.isAlive());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void shouldLeaveAKeptLabAlone() {
        final LabDirectory lab = LabDirectory.create(parent);
        lab.release(true);
        StaleLabs.remove(parent);
        assertTrue(Files.exists(lab.path()));
    }

    @Test
    void shouldNotEndAnotherProcessWithTheSameId() throws IOException {
        final LabDirectory lab = LabDirectory.create(parent);
        final Process stranger = new ProcessBuilder("sleep", "100").start();
        try {
            Files.writeString(lab.resolve("children"), stranger.pid() + " 1234567890\n");
            assertTrue(lab.livingChildren().isEmpty());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void shouldRemoveTheNamespacesOfADeadDrill() throws IOException, InterruptedException {
        final List<String> missing = Prerequisites.missingForNamespaces();
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED: " + String.join("; ", missing));
        }
        org.junit.jupiter.api.Assumptions.assumeTrue(missing.isEmpty());
        final Process drill = new ProcessBuilder("true").start();
        drill.waitFor();
        final String name = Namespaces.nameOf(drill.pid(), "client");
        Namespaces.create(name);
        StaleLabs.remove(parent);
        assertFalse(Namespaces.list().contains(name));
    }
}
