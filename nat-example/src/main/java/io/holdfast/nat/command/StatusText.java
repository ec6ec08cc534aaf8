package io.holdfast.nat.command;

import io.holdfast.recovery.NodeStatus;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Shows a node's status to people. */
final class StatusText {
    private static final double NS_PER_MS = 1e6;
    private static final int STUCK_MS = 1000;

    private StatusText() {}

    static String of(final NodeStatus status) {
        final StringBuilder text = new StringBuilder();
        line(
                text,
                "node %s (pid %d): %s, view %d, %s",
                status.node(),
                status.pid(),
                status.role(),
                status.view(),
                status.protection().toUpperCase(Locale.ROOT));
        line(
                text,
                "peer %s: %s; log epoch %d; graph %s; incarnation %s",
                status.peer(),
                status.peerState(),
                status.epoch(),
                status.graph(),
                status.incarnation());
        if (status.counter("views.decided") == 0) {
            line(text, "views: decided by each node alone: not safe against a cut sync link (no group.witness)");
        }
        if (status.ageMs() > STUCK_MS) {
            line(text, "WARNING: the node's thread has not turned for %d ms", status.ageMs());
        }
        status.alarms().forEach(alarm -> line(text, "ALARM: %s", alarm));
        takeover(text, status);
        workers(text, status);
        ports(text, status);
        counts(text, "drops", status.drops());
        counts(text, "counters", status.counters());
        return text.toString();
    }

    private static void takeover(final StringBuilder text, final NodeStatus status) {
        final NodeStatus.Takeover takeover = status.takeover();
        if (takeover != null) {
            line(
                    text,
                    "took over (%s): begun after %.2f ms, log sealed %.2f, at the line %.2f, view written %.2f,"
                            + " forwarding after %.2f ms%s",
                    status.detection(),
                    (takeover.begunNs() - takeover.detectedNs()) / NS_PER_MS,
                    (takeover.sealedNs() - takeover.detectedNs()) / NS_PER_MS,
                    (takeover.lineNs() - takeover.detectedNs()) / NS_PER_MS,
                    (takeover.decidedNs() - takeover.detectedNs()) / NS_PER_MS,
                    (takeover.readyNs() - takeover.detectedNs()) / NS_PER_MS,
                    takeover.firstPacketNs() == 0
                            ? ", no packet yet"
                            : String.format(
                                    Locale.ROOT,
                                    ", first packet after %.2f ms",
                                    (takeover.firstPacketNs() - takeover.detectedNs()) / NS_PER_MS));
        }
    }

    private static void workers(final StringBuilder text, final NodeStatus status) {
        line(
                text,
                "%-8s %12s %12s %12s %12s %8s %10s",
                "worker",
                "logged",
                "stable",
                "released",
                "replayed",
                "held",
                "most held");
        for (final NodeStatus.WorkerStatus worker : status.workers()) {
            line(
                    text,
                    "%-8d %12d %12d %12d %12d %8d %10d",
                    worker.worker(),
                    worker.logged(),
                    worker.stable(),
                    worker.released(),
                    worker.replayed(),
                    worker.heldPackets(),
                    worker.heldHighWater());
        }
    }

    private static void ports(final StringBuilder text, final NodeStatus status) {
        line(text, "%-8s %12s %12s %12s %12s %8s", "port", "received", "transmitted", "missed", "dropped", "errors");
        for (final NodeStatus.PortStatus port : status.ports()) {
            line(
                    text,
                    "%-8s %12d %12d %12d %12d %8d",
                    port.name(),
                    port.received(),
                    port.transmitted(),
                    port.missed(),
                    port.dropped(),
                    port.errors());
        }
    }

    private static void counts(final StringBuilder text, final String title, final Map<String, Long> counts) {
        if (counts.isEmpty()) {
            line(text, "%s: none", title);
            return;
        }
        line(text, "%s:", title);
        new TreeMap<>(counts).forEach((name, count) -> line(text, "  %-48s %12d", name, count));
    }

    private static void line(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
