package io.holdfast.element;

import io.holdfast.element.click.FlatConnection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the notifiers upstream of a pull input or downstream of a push output. */
final class NotifierSearch {
    private final GraphPlan plan;
    private final Element[] elements;
    private final Set<Task> waiting = new LinkedHashSet<>();

    NotifierSearch(final GraphPlan plan, final Element[] elements) {
        this.plan = plan;
        this.elements = elements;
    }

    /** What tells whether packets may be had at an input; wakes the task. */
    Notifier upstream(final Element element, final int input, final Task task) {
        final Set<Notifier> found = new LinkedHashSet<>();
        collectUpstream(plan.indexOf(elements, element), input, found, new LinkedHashSet<>());
        return combine(found, task);
    }

    /** What tells whether an output's packets will be taken; wakes the task. */
    Notifier downstream(final Element element, final int output, final Task task) {
        final Set<Notifier> found = new LinkedHashSet<>();
        collectDownstream(plan.indexOf(elements, element), output, found, new LinkedHashSet<>());
        return combine(found, task);
    }

    /** Schedules every task that has asked: what was empty may have been filled by other hands. */
    void wakeAll() {
        waiting.forEach(Task::schedule);
    }

    private Notifier combine(final Set<Notifier> found, final Task task) {
        waiting.add(task);
        if (found.isEmpty() || found.contains(Notifier.ALWAYS)) {
            return Notifier.ALWAYS;
        }
        found.forEach(notifier -> notifier.listen(task));
        return found.size() == 1 ? found.iterator().next() : new AnyOf(found);
    }

    private void collectUpstream(
            final int element, final int input, final Set<Notifier> found, final Set<FlatConnection> seen) {
        for (final FlatConnection c : plan.configuration().connections()) {
            if (c.to() != element || c.input() != input || !seen.add(c)) {
                continue;
            }
            final Notifier own = elements[c.from()].emptyNotifier(c.output());
            if (own != null) {
                found.add(own);
                continue;
            }
            boolean goesOn = false;
            for (int i = 0; i < plan.inputCounts()[c.from()]; i++) {
                if (plan.ports().isPullInput(c.from(), i) && plan.flow(c.from()).connects(i, c.output())) {
                    collectUpstream(c.from(), i, found, seen);
                    goesOn = true;
                }
            }
            if (!goesOn) {
                found.add(Notifier.ALWAYS);
            }
        }
    }

    private void collectDownstream(
            final int element, final int output, final Set<Notifier> found, final Set<FlatConnection> seen) {
        for (final FlatConnection c : plan.configuration().connections()) {
            if (c.from() != element || c.output() != output || !seen.add(c)) {
                continue;
            }
            final Notifier own = elements[c.to()].fullNotifier(c.input());
            if (own != null) {
                found.add(own);
                continue;
            }
            boolean goesOn = false;
            for (int i = 0; i < plan.outputCounts()[c.to()]; i++) {
                if (!plan.ports().isPullOutput(c.to(), i) && plan.flow(c.to()).connects(c.input(), i)) {
                    collectDownstream(c.to(), i, found, seen);
                    goesOn = true;
                }
            }
            if (!goesOn) {
                found.add(Notifier.ALWAYS);
            }
        }
    }

    /** Yes, if one of several says so. */
    private static final class AnyOf implements Notifier {
        private final Notifier[] members;

        AnyOf(final Set<Notifier> members) {
            this.members = new ArrayList<>(members).toArray(Notifier[]::new);
        }

        @Override
        public boolean isActive() {
            for (final Notifier member : members) {
                if (member.isActive()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void listen(final Task task) {
            List.of(members).forEach(member -> member.listen(task));
        }
    }
}
