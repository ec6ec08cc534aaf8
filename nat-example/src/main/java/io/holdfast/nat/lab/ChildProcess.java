package io.holdfast.nat.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the lab's, whose standard input stays open for as long as the drill lives, and which has a log file. */
final class ChildProcess implements AutoCloseable {
    private static final int TAIL_LINES = 15;
    private static final long EXIT_TIMEOUT_MS = 3_000;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(final String name, final Process process, final Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process that writes both of its output streams to {@code NAME.log}.
     *
     * @throws LabException if it cannot be started
     */
    static ChildProcess start(final LabDirectory directory, final String name, final List<String> command) {
        final Path log = directory.resolve(name + ".log");
        final ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(directory, name, builder, log);
    }

    /** Starts a process that writes its errors to {@code NAME.log}, and whose output the lab reads. */
    static ChildProcess startTalking(final LabDirectory directory, final String name, final List<String> command) {
        final Path log = directory.resolve(name + ".log");
        final ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(directory, name, builder, log);
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the process to end by itself. */
    boolean awaitExit(final long timeoutMs) {
        try {
            return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The log's last lines, under a heading. */
    String logTail() {
        final String state = process.isAlive() ? "running" : "exit status " + process.exitValue();
        return "--- " + name + " (" + state + ")\n" + LogTail.of(log, TAIL_LINES) + "\n";
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit(EXIT_TIMEOUT_MS);
    }

    private static ChildProcess start(
            final LabDirectory directory, final String name, final ProcessBuilder builder, final Path log) {
        try {
            final Process process = builder.start();
            directory.addChild(process.toHandle());
            return new ChildProcess(name, process, log);
        } catch (final IOException e) {
            throw new LabException(name + " could not be started: " + e.getMessage(), e);
        }
    }
}
