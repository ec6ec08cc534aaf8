package io.holdfast.nat.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.nat.traffic.ClientReport;
import io.holdfast.nat.traffic.ServerReport;
import io.holdfast.nat.traffic.TrafficProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Client and server as processes of their own, each in its namespace.
 *
 * <p>A thread for each reads what it prints.
 */
final class NamespaceTraffic implements Traffic {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long START_TIMEOUT_SECONDS = 20;
    private static final long REPORT_TIMEOUT_MS = 20_000;

    private final ChildProcess server;
    private final ChildProcess client;
    private final Path serverReport;
    private final Path clientReport;
    private volatile TrafficProgress progress = TrafficProgress.NONE;
    private boolean stopping;

    /** Starts both; the server first, for the client begins at once. */
    NamespaceTraffic(final LabDirectory directory, final Commands commands) {
        serverReport = directory.resolve("server-report.json");
        clientReport = directory.resolve("client-report.json");
        server = ChildProcess.startTalking(directory, "server", commands.of("server", serverReport));
        ChildProcess started = null;
        try {
            awaitReady(server);
            started = ChildProcess.startTalking(directory, "client", commands.of("client", clientReport));
            awaitReady(started);
        } catch (final LabException e) {
            final String tails = server.logTail() + (started == null ? "" : started.logTail());
            server.close();
            if (started != null) {
                started.close();
            }
            throw new LabException(e.getMessage() + "\n" + tails, e);
        }
        client = started;
    }

    /** Makes the command line of one end. */
    interface Commands {
        java.util.List<String> of(String role, Path report);
    }

    @Override
    public TrafficProgress progress() {
        requireAlive(server, "server");
        if (!stopping) {
            requireAlive(client, "client");
        }
        return progress;
    }

    @Override
    public void beginStop() {
        stopping = true;
        sendStop(client);
    }

    @Override
    public boolean isStopped() {
        return !client.isAlive();
    }

    @Override
    public Reports reports() {
        sendStop(server);
        if (!client.awaitExit(REPORT_TIMEOUT_MS) || !server.awaitExit(REPORT_TIMEOUT_MS)) {
            throw new LabException("the client or the server did not end in time");
        }
        try {
            return new Reports(
                    JSON.readValue(clientReport.toFile(), ClientReport.class),
                    JSON.readValue(serverReport.toFile(), ServerReport.class));
        } catch (final IOException e) {
            throw new LabException("the client or the server left no report: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    String logTails() {
        return server.logTail() + client.logTail();
    }

    private void awaitReady(final ChildProcess child) {
        final CountDownLatch ready = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("traffic-output").start(() -> readOutput(child, ready));
        try {
            if (!ready.await(START_TIMEOUT_SECONDS, TimeUnit.SECONDS) || !child.isAlive()) {
                throw new LabException("the traffic did not start");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    private void readOutput(final ChildProcess child, final CountDownLatch ready) {
        try (BufferedReader in = child.process().inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("{")) {
                    progress = JSON.readValue(line, TrafficProgress.class);
                }
                ready.countDown();
            }
        } catch (final IOException e) {
            // The process has ended, which its exit status tells.
        }
        ready.countDown();
    }

    private static void sendStop(final ChildProcess child) {
        try {
            child.process().getOutputStream().write("stop\n".getBytes(StandardCharsets.US_ASCII));
            child.process().getOutputStream().flush();
        } catch (final IOException e) {
            // It has ended already.
        }
    }

    private static void requireAlive(final ChildProcess child, final String name) {
        if (!child.isAlive()) {
            throw new LabException(
                    "the " + name + " has ended with status " + child.process().exitValue());
        }
    }
}
