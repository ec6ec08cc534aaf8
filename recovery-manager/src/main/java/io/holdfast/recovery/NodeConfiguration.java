package io.holdfast.recovery;

import io.holdfast.element.GraphDefinition;
import io.holdfast.packet.PortSettings;
import java.util.stream.Collectors;

/** What a node runs, in one line: what must be the same on both, and what people want to know when it changed. */
final class NodeConfiguration {
    private NodeConfiguration() {}

    static String text(final NodeSettings settings, final GraphDefinition definition) {
        return "graph " + settings.graph().getFileName() + " (" + Long.toHexString(definition.fingerprint()) + "), "
                + settings.workers() + (settings.workers() == 1 ? " worker" : " workers") + ", ports "
                + settings.ports().stream().map(PortSettings::name).collect(Collectors.joining(","))
                + ", log in " + (settings.log().disk().isPresent() ? "memory and on disk" : "memory");
    }
}
