package io.holdfast.recovery;

import io.holdfast.recovery.control.ControlEntry;
import io.holdfast.recovery.control.ControlEntry.Kind;
import io.holdfast.recovery.control.ControlLog;
import io.holdfast.recovery.view.GroupMember;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What people want of a node, and the group's control log, in which that is noted, and what each node runs.
 *
 * <p>Orders may be given by any thread; all else is the node's thread's.
 */
final class NodeOrders {
    private record Order(Kind kind, String reason) {}

    private final String node;
    private final String configuration;
    private final ControlLog controlLog;
    private final EpochNanoClock epochClock;
    private final NodeLog log;
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private boolean hasNotedConfiguration;

    /**
     * Makes one without orders.
     *
     * @param configuration what this node runs, in words
     * @param controlLog turned by {@link #doWork}
     */
    NodeOrders(
            final String node,
            final String configuration,
            final ControlLog controlLog,
            final EpochNanoClock epochClock,
            final NodeLog log) {
        this.node = node;
        this.configuration = configuration;
        this.controlLog = controlLog;
        this.epochClock = epochClock;
        this.log = log;
    }

    /** Any thread. */
    void give(final Kind kind, final String reason) {
        orders.add(new Order(kind, reason));
    }

    /** One turn; returns the work done. */
    int doWork(final GroupMember member) {
        final int work = controlLog.doWork();
        for (Order order = orders.poll(); order != null; order = orders.poll()) {
            log.event(node + " " + order.kind.words() + (order.reason.isEmpty() ? "" : ": " + order.reason));
            note(order.kind, order.reason);
            if (order.kind == Kind.SWITCHOVER) {
                member.switchOver();
            } else if (order.kind == Kind.COLD_START) {
                member.coldStart();
            }
        }
        if (!hasNotedConfiguration && member.newest().number() > 0 && controlLog.isCurrent()) {
            noteConfiguration();
        }
        return work;
    }

    /** What this node runs, if the control log does not say so already; a view is there, so a majority is, too. */
    private void noteConfiguration() {
        hasNotedConfiguration = true;
        final ControlEntry before = controlLog.newest(node, Kind.CONFIGURED);
        if (before == null || !before.text().equals(configuration)) {
            note(Kind.CONFIGURED, configuration);
        }
    }

    private void note(final Kind kind, final String words) {
        controlLog.append(new ControlEntry(TimeUnit.NANOSECONDS.toMillis(epochClock.nanoTime()), node, kind, words));
    }

    /** The last entries of the group's control log, oldest first. Any thread. */
    List<ControlEntry> entries() {
        return controlLog.entries();
    }
}
