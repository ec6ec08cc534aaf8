package io.holdfast.nat.lab;

import io.holdfast.log.LoopbackPorts;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private final Map<String, String> members = new LinkedHashMap<>();
    private final List<ChildProcess> helpers = new ArrayList<>();
    private boolean closed;

    /**
     * Makes the directory; nothing runs yet.
     *
     * @param deviceOf gives the device string of a node's port ({@code lan} or {@code wan}), each time the node starts
     */
    public WiredLab(final LabSettings settings, final BinaryOperator<String> deviceOf) {
        this.settings = settings;
        directory = LabDirectory.create(settings.parent());
        for (final String node : Lab.NODE_NAMES) {
            members.put(node, "127.0.0.1:" + LoopbackPorts.find());
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

    /** Address and port, on loopback, at which a node's sync streams are, or where a helper may have its own. */
    public String member(final String name) {
        return members.get(name);
    }

    /** Starts a further JVM with the same options and class path, which ends with the lab. */
    public synchronized void startHelper(final String name, final String mainClass, final List<String> arguments) {
        if (closed) {
            throw new LabException("the lab has been closed");
        }
        helpers.add(ChildProcess.start(directory, name, ChildJvm.attended(List.of(), mainClass, arguments)));
    }

    /** Last lines of the nodes' logs. */
    public synchronized String logTails() {
        final StringBuilder tails = new StringBuilder(nodes.logTails());
        helpers.forEach(helper -> tails.append(helper.logTail()));
        return tails.toString();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            nodes.close();
            helpers.forEach(ChildProcess::close);
            directory.release(settings.keep());
        }
    }
}
