package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.log.MemberAddress;
import io.holdfast.recovery.group.GroupSettings;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/** Lets the simulator of whole nodes, which has a package of its own, use what only this package sees. */
public final class NodeBridge {
    private NodeBridge() {}

    /** The state of a node's graph, null if it has none. */
    public static StateStore state(final NodeAgent agent) {
        return agent.state();
    }

    /** Number of the newest view that a node knows. */
    public static long newestView(final NodeAgent agent) {
        return agent.views().newest().number();
    }

    /** Whether a node is replica in the newest view that it knows. */
    public static boolean isReplica(final NodeAgent agent) {
        return agent.views() != null && agent.views().isReplica();
    }

    /** The registers and greetings of a simulated group. */
    public static final class Group {
        /** The witness's number. */
        public static final int WITNESS = GroupSettings.WITNESS;

        private final MemoryGroup group;

        public Group(
                final List<MemberAddress> members,
                final NanoClock clock,
                final int suspicionMs,
                final GroupWeather weather) {
            group = new MemoryGroup(members, clock, suspicionMs, weather);
        }

        public GroupSettings settings() {
            return group.settings();
        }

        /** What a node works with that begins; it is up from here on. */
        public NodeAgent.GroupParts parts(final int node) {
            return group.parts(node);
        }

        public void turn() {
            group.turn();
        }

        public void down(final int node) {
            group.down(node);
        }

        public void up(final int node) {
            group.up(node);
        }
    }
}
