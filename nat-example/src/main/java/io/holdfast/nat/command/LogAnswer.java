package io.holdfast.nat.command;

import io.holdfast.recovery.NodeViews;
import io.holdfast.recovery.control.ControlEntry;
import io.holdfast.recovery.control.ControlLog;
import io.holdfast.recovery.view.View;
import io.holdfast.recovery.worm.JournalReader;
import io.holdfast.recovery.worm.LogEntry;
import io.holdfast.recovery.worm.Segments;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in the group's registers for people: views, and the control log.
 *
 * @param ok true
 * @param lines for people
 * @param source where it was read
 * @param views oldest first
 * @param actions oldest first
 */
record LogAnswer(boolean ok, List<String> lines, String source, List<Decision> views, List<Action> actions) {
    /**
     * A view.
     *
     * @param number of it
     * @param kind none, solo or protected
     * @param master member, or null
     * @param replica member, or null
     * @param reason in words
     * @param proposer member, or null
     * @param isDecided false if the journal that was read does not know it
     */
    record Decision(
            long number,
            String kind,
            String master,
            String replica,
            String reason,
            String proposer,
            boolean isDecided) {}

    /**
     * An entry of the control log.
     *
     * @param epochMs wall clock of the node
     * @param node that wrote it
     * @param kind of entry
     * @param text reason or configuration
     * @param isDecided false if the journal that was read does not know it
     */
    record Action(long epochMs, String node, String kind, String text, boolean isDecided) {}

    private static final String UNDECIDED = " (held here; whether it was decided, others know)";

    static LogAnswer of(final NodeViews views, final String node) {
        final Builder builder = new Builder("node " + node);
        views.history().forEach(view -> builder.add(view, true));
        views.controlEntries().forEach(entry -> builder.add(entry, true));
        return builder.build();
    }

    static LogAnswer of(final JournalReader journal) {
        final Builder builder = new Builder("journal of " + journal.owner()
                + (journal.tornBytes() == 0 ? "" : ", of which the last " + journal.tornBytes() + " bytes are torn"));
        for (final JournalReader.Entry entry : journal.segment(Segments.VIEWS)) {
            final View view = View.of(entry.value());
            if (view != null) {
                builder.add(view, entry.isDecided());
            }
        }
        for (int segment = ControlLog.PLACE.firstSegment();
                !journal.segment(segment).isEmpty();
                segment++) {
            for (final JournalReader.Entry entry : journal.segment(segment)) {
                final LogEntry logged = LogEntry.of(entry.offset(), entry.value());
                final ControlEntry content = logged == null ? null : ControlEntry.of(logged.payload());
                if (content != null) {
                    builder.add(content, entry.isDecided());
                }
            }
        }
        return builder.build();
    }

    private static final class Builder {
        private final String source;
        private final List<String> viewLines = new ArrayList<>();
        private final List<String> actionLines = new ArrayList<>();
        private final List<Decision> views = new ArrayList<>();
        private final List<Action> actions = new ArrayList<>();

        private Builder(final String source) {
            this.source = source;
        }

        void add(final View view, final boolean isDecided) {
            views.add(new Decision(
                    view.number(),
                    view.kind().name().toLowerCase(java.util.Locale.ROOT),
                    text(view.master()),
                    text(view.replica()),
                    view.reason().words(),
                    text(view.proposer()),
                    isDecided));
            viewLines.add("  " + view + (view.proposer() == null ? "" : ", proposed by " + view.proposer())
                    + (isDecided ? "" : UNDECIDED));
        }

        void add(final ControlEntry entry, final boolean isDecided) {
            actions.add(new Action(
                    entry.epochMs(),
                    entry.node(),
                    entry.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                    entry.text(),
                    isDecided));
            actionLines.add("  " + entry + (isDecided ? "" : UNDECIDED));
        }

        private static String text(final Object member) {
            return member == null ? null : member.toString();
        }

        LogAnswer build() {
            final List<String> lines = new ArrayList<>();
            lines.add(source);
            lines.add(viewLines.isEmpty() ? "no views" : "views (members are node.life, nodes count from 0):");
            lines.addAll(viewLines);
            lines.add(actionLines.isEmpty() ? "no actions" : "actions and configurations:");
            lines.addAll(actionLines);
            return new LogAnswer(true, lines, source, views, actions);
        }
    }
}
