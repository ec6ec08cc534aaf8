package io.holdfast.nat.command;

import io.holdfast.recovery.NodeStatus;
import io.holdfast.recovery.NodeViews;
import java.util.List;

/** What people may ask of a node's views, and the answers. */
final class ViewRequests {
    static final String VIEWS = "views";
    static final String SWITCHOVER = "switchover";
    static final String DRAIN = "drain";
    static final String UNDRAIN = "undrain";
    static final String COLD_START = "coldstart";
    static final String ATTESTATIONS = "attestations";
    static final String LOG = "log";

    /**
     * An answer.
     *
     * @param ok whether it was done
     * @param lines for people
     */
    record Answer(boolean ok, List<String> lines) {}

    private ViewRequests() {}

    /** Whether a request, with what comes behind its first word, is one of these. */
    static boolean isOne(final String request) {
        return List.of(VIEWS, SWITCHOVER, DRAIN, UNDRAIN, COLD_START, ATTESTATIONS, LOG)
                .contains(word(request));
    }

    private static String word(final String request) {
        return request.split(" ", 2)[0];
    }

    /** What is behind the first word. */
    private static String rest(final String request) {
        final String[] parts = request.split(" ", 2);
        return parts.length == 1 ? "" : parts[1].strip();
    }

    /** The answer, for JSON: an {@link Answer}, or a record that has the same fields and more. */
    static Object answer(final String request, final NodeViews views, final NodeStatus status) {
        if (views == null) {
            return new Answer(
                    false, List.of("this node decides by itself (no group.witness): there are no views to speak of"));
        }
        final String rest = rest(request);
        return switch (word(request)) {
            case VIEWS ->
                new Answer(true, views.history().stream().map(Object::toString).toList());
            case SWITCHOVER -> switchOver(views, status, rest);
            case DRAIN ->
                drain(views, true, rest, "drained: a master hands over, a replica is let go, and does not join again");
            case UNDRAIN -> drain(views, false, rest, "takes part again");
            case ATTESTATIONS ->
                AttestationsAnswer.of(
                        views.attestations(), views.names().indexOf(status.node()), System.currentTimeMillis());
            case LOG -> LogAnswer.of(views, status.node());
            default -> coldStart(views, rest);
        };
    }

    private static Answer coldStart(final NodeViews views, final String rest) {
        final String[] parts = rest.split(" ", 2);
        final String refusal = views.coldStart(
                parts[0].isEmpty() ? List.of() : List.of(parts[0].split(",")), parts.length == 1 ? "" : parts[1]);
        return refusal == null
                ? new Answer(true, List.of("the state of " + parts[0] + " is given up; the group starts again"))
                : new Answer(false, List.of(refusal));
    }

    private static Answer switchOver(final NodeViews views, final NodeStatus status, final String reason) {
        if (!status.isMaster() || !status.isProtected()) {
            return new Answer(
                    false,
                    List.of("only a protected master can hand over; this node is " + status.role() + ", "
                            + status.protection()));
        }
        views.switchOver(reason);
        return new Answer(true, List.of("handing over to " + status.peer()));
    }

    private static Answer drain(final NodeViews views, final boolean draining, final String reason, final String done) {
        views.drainNode(draining, reason);
        return new Answer(true, List.of(done));
    }
}
