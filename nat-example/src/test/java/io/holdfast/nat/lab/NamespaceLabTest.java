package io.holdfast.nat.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.nat.traffic.FlowKind;
import io.holdfast.nat.traffic.FlowRecord;
import io.holdfast.nat.traffic.TrafficSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The namespace lab, with the kernel's own forwarder in the nodes' place. */
class NamespaceLabTest {
    @TempDir
    Path parent;

    @BeforeEach
    void requirePrerequisites() {
        final List<String> missing = Prerequisites.missingForNamespaces();
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED: " + String.join("; ", missing));
        }
        Assumptions.assumeTrue(missing.isEmpty());
    }

    @Test
    void shouldLeaveNothingBehind() {
        final String own = Namespaces.nameOf(ProcessHandle.current().pid(), "");
        final NamespaceLab lab = new NamespaceLab(new LabSettings(parent, 1, List.of(), false));
        try (lab) {
            lab.build();
            assertEquals(
                    5,
                    Namespaces.list().stream()
                            .filter(name -> name.startsWith(own))
                            .count());
            assertTrue(Files.exists(lab.directory()));
        }
        assertEquals(
                0,
                Namespaces.list().stream().filter(name -> name.startsWith(own)).count());
        assertFalse(Files.exists(lab.directory()));
    }

    @Test
    void shouldKeepAllFlowsThroughAHealthyForwarder() {
        try (NamespaceLab lab = new NamespaceLab(new LabSettings(parent, 1, List.of(), false))) {
            lab.build();
            new KernelForwarder(lab, "a").start();
            final Traffic.Reports reports = run(lab, traffic -> {
                final long before = traffic.progress().messages();
                // 50 connections, each with a message every 20 ms: 3 s on an idle machine.
                await(() -> traffic.progress().established() == 50 && traffic.progress().messages() - before >= 7_500);
            });
            assertEquals(Set.of(), failures(reports));
            assertEquals(
                    50,
                    reports.client().flows().stream()
                            .filter(flow -> flow.kind() == FlowKind.LONG_LIVED && flow.messages() > 50)
                            .count());
            assertTrue(reports.server().flows().stream()
                    .allMatch(flow -> flow.sources().getFirst().startsWith(Addresses.WAN_IP + ":")));
        }
    }

    @Test
    void shouldSeeFlowsBreakWhenTheForwarderForgetsThem() {
        try (NamespaceLab lab = new NamespaceLab(new LabSettings(parent, 1, List.of(), false))) {
            lab.build();
            final KernelForwarder first = new KernelForwarder(lab, "a");
            first.start();
            final Traffic.Reports reports = run(lab, traffic -> {
                await(() -> traffic.progress().established() == 50);
                first.stop();
                new KernelForwarder(lab, "b").start();
                await(() -> traffic.progress().broken() >= 50);
            });
            final long broken = reports.client().flows().stream()
                    .filter(flow -> flow.kind() == FlowKind.LONG_LIVED && flow.isBroken())
                    .count();
            System.out.println("failures: " + failures(reports));
            assertEquals(50, broken);
            assertTrue(reports.server().flows().stream()
                    .anyMatch(flow -> flow.sources().size() > 1));
        }
    }

    private interface Story {
        void tell(Traffic traffic);
    }

    private static Traffic.Reports run(final NamespaceLab lab, final Story story) {
        try (Traffic traffic = lab.startTraffic(TrafficSettings.of(Addresses.SERVER_IP, 50, 50, 5))) {
            story.tell(traffic);
            traffic.beginStop();
            await(traffic::isStopped);
            return traffic.reports();
        }
    }

    /** Waits for something to become true; fails if it does not within 30 seconds. */
    private static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not within 30 seconds");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static Set<String> failures(final Traffic.Reports reports) {
        return reports.client().flows().stream()
                .filter(FlowRecord::isBroken)
                .map(flow -> flow.kind() + ": " + flow.failure())
                .collect(Collectors.toSet());
    }
}
