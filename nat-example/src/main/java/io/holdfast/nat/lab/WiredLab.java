package io.holdfast.nat.lab;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Nodes without a network: processes whose ports are devices of the caller's, and whose log runs over loopback.
 *
 * <p>Single-threaded, but for {@link #close}, which may come from another thread, more than once.
 */
public final class WiredLab implements AutoCloseable {
    private final LabSettings settings;
    private final LabDirectory directory;
    private final LabNodes nodes;
    private boolean closed;

    /**
     * Makes the directory; nothing runs yet.
     *
     * @param deviceOf gives the device string of a node's port ({@code lan} or {@code wan}), each time the node starts
     */
    public WiredLab(final LabSettings settings, final BinaryOperator<String> deviceOf) {
        this.settings = settings;
        directory = LabDirectory.create(settings.parent());
        final List<Integer> ports = FreePorts.findPairs(Lab.NODE_NAMES.size());
        final Map<String, String> members = new LinkedHashMap<>();
        for (int i = 0; i < ports.size(); i++) {
            members.put(Lab.NODE_NAMES.get(i), "127.0.0.1:" + ports.get(i));
        }
        nodes = new LabNodes(directory, settings, members, deviceOf);
    }

    /** Where everything of this lab lives. */
    public Path directory() {
        return directory.path();
    }

    /** Starts a node's process; it may be started again after its end. */
    public synchronized NodeProcess startNode(final String name) {
        if (closed) {
            throw new LabException("the lab has been closed");
        }
        return nodes.start(name, List.of());
    }

    /** Last lines of the nodes' logs. */
    public synchronized String logTails() {
        return nodes.logTails();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            nodes.close();
            directory.release(settings.keep());
        }
    }
}
