package io.holdfast.recovery.control;

import io.holdfast.recovery.worm.LogEntry;
import io.holdfast.recovery.worm.Outcome;
import io.holdfast.recovery.worm.WormClient;
import io.holdfast.recovery.worm.WormLog;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * The group's control log as one node sees it and appends to it. Only a majority takes entries: without one an action is done
 * all the same, and said in the node's own log only.
 *
 * <p>The last {@link #KEPT} entries are kept here, and at least as many by the acceptors; older ones are forgotten. Used by the
 * node's thread; {@link #entries} by any.
 */
public final class ControlLog implements WormLog.Listener {
    /** Entries that everybody can still read. */
    public static final int KEPT = 256;

    /** Segments from the sixteenth on; each is large enough for years. */
    public static final WormLog.Place PLACE = new WormLog.Place("control", 16, 4096);

    private static final long APPEND_NS = TimeUnit.SECONDS.toNanos(30);

    private record Told(LogEntry entry, ControlEntry content) {}

    private final WormLog log;
    private final Consumer<String> events;
    private final ArrayDeque<Told> last = new ArrayDeque<>();
    private volatile List<ControlEntry> entries = List.of();

    /**
     * @param writer a number that no other writer of the log has, nor had
     * @param events told what could not be written
     */
    public ControlLog(
            final WormClient client, final long writer, final NanoClock clock, final Consumer<String> events) {
        this.events = events;
        log = new WormLog(client, PLACE, writer, 0, clock, this);
    }

    /** Appends an entry. */
    public void append(final ControlEntry entry) {
        final long sequence = log.append(entry.toValue(), APPEND_NS, appended -> {
            if (appended.status() != Outcome.Status.DONE) {
                events.accept("not in the group's control log (" + appended.status() + "): " + entry);
            }
        });
        if (sequence < 0) {
            events.accept("not in the group's control log (too many wait): " + entry);
        }
    }

    @Override
    public void onEntry(final LogEntry entry) {
        final ControlEntry content = ControlEntry.of(entry.payload());
        // An entry that its writer appended twice, in doubt, is one.
        final boolean isKnown = last.stream()
                .anyMatch(told -> told.entry.writer() == entry.writer() && told.entry.sequence() == entry.sequence());
        if (content != null && !isKnown) {
            last.add(new Told(entry, content));
            if (last.size() > KEPT) {
                last.remove();
            }
            entries = last.stream().map(Told::content).toList();
        }
        if (entry.position() > 0 && entry.position() % KEPT == 0) {
            log.trim(Math.max(0, entry.position() - KEPT), APPEND_NS, outcome -> {});
        }
    }

    /** Does what is due; returns the work done. The client is turned by itself. */
    public int doWork() {
        return log.doWork();
    }

    /** Whether all that was there at the beginning has been told. */
    public boolean isCurrent() {
        return log.isCurrent();
    }

    /** The last entries, oldest first. */
    public List<ControlEntry> entries() {
        return entries;
    }

    /** The newest entry of a kind by a node; null if there is none among those kept. */
    public ControlEntry newest(final String node, final ControlEntry.Kind kind) {
        ControlEntry newest = null;
        for (final ControlEntry entry : entries) {
            newest = entry.node().equals(node) && entry.kind() == kind ? entry : newest;
        }
        return newest;
    }
}
