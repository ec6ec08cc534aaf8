package io.holdfast.nat.lab;

import io.holdfast.nat.command.NodeStatusClient;
import io.holdfast.nat.settings.ControlSocketPath;
import io.holdfast.recovery.NodeStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node of the lab: a process that forwards packets, and can be killed. */
public final class NodeProcess {
    private static final long STATUS_TIMEOUT_MS = 1_000;
    private static final long EXIT_TIMEOUT_MS = 20_000;

    private final String name;
    private final ChildProcess child;
    private final NodeStatusClient statusClient;

    NodeProcess(final String name, final ChildProcess child, final Path runtimeDirectory) {
        this.name = name;
        this.child = child;
        this.statusClient = new NodeStatusClient(ControlSocketPath.in(runtimeDirectory));
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /**
     * Asks the node, waiting a second at most.
     *
     * @return its status, or null if it does not answer
     * @throws LabException if its process has ended
     */
    public NodeStatus status() {
        try {
            return statusClient.ask(STATUS_TIMEOUT_MS);
        } catch (final IOException e) {
            if (!child.isAlive()) {
                throw new LabException("node " + name + " has ended with status "
                        + child.process().exitValue());
            }
            return null;
        }
    }

    /**
     * Kills the process with SIGKILL, and sees that it is gone.
     *
     * @param pid that the node has named as its own, which must be the process that the lab has started
     * @return {@code System.nanoTime} just before the signal
     * @throws LabException if the process is another one, or does not go
     */
    public long kill(final long pid) {
        final long killedNs = strike(pid);
        awaitGone();
        return killedNs;
    }

    /**
     * Sends SIGKILL only. What its peers do about it they do long before it is gone: its memory and its packet sockets take the
     * kernel some hundred milliseconds.
     *
     * @param pid as in {@link #kill}
     * @return {@code System.nanoTime} just before the signal
     */
    public long strike(final long pid) {
        if (pid != child.process().pid()) {
            throw new LabException("node " + name + " says that it is process " + pid + ", but process "
                    + child.process().pid() + " was started");
        }
        final long killedNs = System.nanoTime();
        child.process().destroyForcibly();
        return killedNs;
    }

    /**
     * Sees that a process that was struck is gone.
     *
     * @throws LabException if it does not go
     */
    public void awaitGone() {
        if (!child.awaitExit(EXIT_TIMEOUT_MS)) {
            throw new LabException("node " + name + " did not die of SIGKILL");
        }
    }

    /**
     * Kills several with SIGKILL at once, as a power cut does: one signal right after the other, and only then sees that
     * they are gone. The survivor of two deaths in a row would take over before its own.
     *
     * @return {@code System.nanoTime} just before the signals
     */
    public static long killAtOnce(final List<NodeProcess> processes) {
        final List<String> command = new ArrayList<>(List.of("kill", "-KILL"));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        final long killedNs = System.nanoTime();
        Shell.run(command.toArray(String[]::new));
        processes.forEach(process -> process.kill(process.pid()));
        return killedNs;
    }

    /** Id of the process that was started. */
    public long pid() {
        return child.process().pid();
    }

    /**
     * Stops the process where it is (SIGSTOP): it hangs, with all its connections open.
     *
     * @return {@code System.nanoTime} just before the signal
     */
    public long suspend() {
        final long suspendedNs = System.nanoTime();
        Shell.run("kill", "-STOP", Long.toString(pid()));
        return suspendedNs;
    }

    /** Lets a stopped process go on (SIGCONT), as if nothing had been. */
    public void resume() {
        Shell.run("kill", "-CONT", Long.toString(pid()));
    }

    /**
     * Asks a master to hand over, as {@code holdfast switchover} does.
     *
     * @return {@code System.nanoTime} just before
     * @throws LabException if it does not begin to
     */
    public long orderSwitchover() {
        final long orderedNs = System.nanoTime();
        try {
            final String answer = statusClient.askText("switchover", STATUS_TIMEOUT_MS);
            if (!answer.contains("\"ok\":true")) {
                throw new LabException("node " + name + " does not hand over: " + answer.strip());
            }
        } catch (final IOException e) {
            throw new LabException("node " + name + " did not take the order to hand over: " + e.getMessage(), e);
        }
        return orderedNs;
    }

    String logTail() {
        return child.logTail();
    }

    void close() {
        child.close();
    }
}
