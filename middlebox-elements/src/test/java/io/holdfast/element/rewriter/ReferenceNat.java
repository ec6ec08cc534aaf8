package io.holdfast.element.rewriter;

import io.holdfast.element.Frames.End;
import java.util.HashMap;
import java.util.Map;

/**
 * A simple NAT to compare the rewriter with: maps of objects, all times exact.
 *
 * <p>Which port a flow gets is the rewriter's choice; the reference is told, and checks that it was free to choose it.
 * As "last used" is written now and then and expiry comes with a sweep, a mapping is <em>surely</em> there for its
 * timeout, <em>perhaps</em> there for some slack after it, and then gone.
 */
final class ReferenceNat {
    /** A flow as the inside sees it. */
    record Flow(boolean isTcp, End inside, End outside) {}

    private record Outer(boolean isTcp, int port, End outside) {}

    private static final class Mapping {
        private final Outer outer;
        private long lastUsedNs;

        private Mapping(final Outer outer) {
            this.outer = outer;
        }
    }

    private final long timeoutNs;
    private final long slackNs;
    private final Map<Flow, Mapping> mappings = new HashMap<>();
    private final Map<Outer, Flow> flows = new HashMap<>();

    ReferenceNat(final long timeoutNs, final long slackNs) {
        this.timeoutNs = timeoutNs;
        this.slackNs = slackNs;
    }

    private boolean isSure(final Mapping mapping, final long nowNs) {
        return mapping != null && nowNs - mapping.lastUsedNs <= timeoutNs;
    }

    private boolean isPossible(final Mapping mapping, final long nowNs) {
        return mapping != null && nowNs - mapping.lastUsedNs <= timeoutNs + slackNs;
    }

    /** Port that a flow surely has, or -1. */
    int surePort(final Flow flow, final long nowNs) {
        final Mapping mapping = mappings.get(flow);
        return isSure(mapping, nowNs) ? mapping.outer.port() : -1;
    }

    /** Whether a flow surely or perhaps has a mapping. */
    boolean isPossible(final Flow flow, final long nowNs) {
        return isPossible(mappings.get(flow), nowNs);
    }

    /** Port that a flow had last, or -1. */
    int lastPort(final Flow flow) {
        final Mapping mapping = mappings.get(flow);
        return mapping == null ? -1 : mapping.outer.port();
    }

    /** Mappings towards an outer end that are surely there. */
    long sureCount(final boolean isTcp, final End outside, final long nowNs) {
        return flows.keySet().stream()
                .filter(outer -> outer.isTcp() == isTcp && outer.outside().equals(outside))
                .filter(outer -> isSure(mappings.get(flows.get(outer)), nowNs))
                .count();
    }

    /** Mappings towards an outer end that may be there. */
    long possibleCount(final boolean isTcp, final End outside, final long nowNs) {
        return flows.keySet().stream()
                .filter(outer -> outer.isTcp() == isTcp && outer.outside().equals(outside))
                .filter(outer -> isPossible(mappings.get(flows.get(outer)), nowNs))
                .count();
    }

    /** Mappings surely there, in all. */
    long sureCount(final long nowNs) {
        return mappings.values().stream()
                .filter(mapping -> isSure(mapping, nowNs))
                .count();
    }

    /** Mappings that may be there, in all. */
    long possibleCount(final long nowNs) {
        return mappings.values().stream()
                .filter(mapping -> isPossible(mapping, nowNs))
                .count();
    }

    /** A packet of a flow went out with this port; fails if another flow surely has it. */
    void sent(final Flow flow, final int port, final long nowNs) {
        final Outer outer = new Outer(flow.isTcp(), port, flow.outside());
        final Flow owner = flows.get(outer);
        if (owner != null && !owner.equals(flow) && isSure(mappings.get(owner), nowNs)) {
            throw new AssertionError("port " + port + " given to " + flow + " is that of " + owner);
        }
        if (owner != null && !owner.equals(flow)) {
            mappings.remove(owner);
        }
        Mapping mapping = mappings.get(flow);
        if (mapping == null || mapping.outer.port() != port) {
            if (isSure(mapping, nowNs)) {
                throw new AssertionError(flow + " changed its port from " + mapping.outer.port() + " to " + port);
            }
            if (mapping != null) {
                flows.remove(mapping.outer);
            }
            mapping = new Mapping(outer);
            mappings.put(flow, mapping);
        }
        flows.put(outer, flow);
        mapping.lastUsedNs = nowNs;
    }

    /** An answer to a flow came in. */
    void answered(final Flow flow, final long nowNs) {
        mappings.get(flow).lastUsedNs = nowNs;
    }
}
