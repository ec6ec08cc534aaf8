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

    /**
     * An answer.
     *
     * @param ok whether it was done
     * @param lines for people
     */
    record Answer(boolean ok, List<String> lines) {}

    private ViewRequests() {}

    static boolean isOne(final String request) {
        return List.of(VIEWS, SWITCHOVER, DRAIN, UNDRAIN, COLD_START).contains(request);
    }

    static Answer answer(final String request, final NodeViews views, final NodeStatus status) {
        if (views == null) {
            return new Answer(
                    false, List.of("this node decides by itself (no group.witness): there are no views to speak of"));
        }
        return switch (request) {
            case VIEWS ->
                new Answer(true, views.history().stream().map(Object::toString).toList());
            case SWITCHOVER -> switchOver(views, status);
            case DRAIN ->
                drain(views, true, "drained: a master hands over, a replica is let go, and does not join again");
            case UNDRAIN -> drain(views, false, "takes part again");
            default -> {
                views.coldStart();
                yield new Answer(true, List.of("the newest view's state is given up"));
            }
        };
    }

    private static Answer switchOver(final NodeViews views, final NodeStatus status) {
        if (!status.isMaster() || !status.isProtected()) {
            return new Answer(
                    false,
                    List.of("only a protected master can hand over; this node is " + status.role() + ", "
                            + status.protection()));
        }
        views.switchOver();
        return new Answer(true, List.of("handing over to " + status.peer()));
    }

    private static Answer drain(final NodeViews views, final boolean draining, final String done) {
        views.drainNode(draining);
        return new Answer(true, List.of(done));
    }
}
