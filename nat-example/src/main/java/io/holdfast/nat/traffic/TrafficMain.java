package io.holdfast.nat.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One end of the traffic as a process of its own.
 *
 * <p>Arguments: {@code client|server SETTINGS.json REPORT.json [BIND-ADDRESS]}. It prints {@code ready}, the client
 * then a line of JSON ({@link TrafficProgress}) four times a second. The line {@code stop} on standard input ends it in
 * order: it writes its report and exits with status 0. If standard input ends, whoever started it is gone, and it stops
 * at once.
 */
public final class TrafficMain {
    private static final long PROGRESS_INTERVAL_NS = 250_000_000;
    private static final long CLIENT_WAIT_NS = 1_000_000;
    private static final long SERVER_WAIT_NS = 20_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static volatile boolean stopRequested;

    private TrafficMain() {}

    /**
     * @param args as above
     * @throws IOException if a file, a port or the network does not work
     */
    public static void main(final String[] args) throws IOException {
        final TrafficSettings settings = JSON.readValue(Path.of(args[1]).toFile(), TrafficSettings.class);
        final InetAddress bindAddress =
                args.length > 3 ? InetAddress.getByName(args[3]) : Inet4Address.ofLiteral("0.0.0.0");
        Thread.ofPlatform().daemon().name("stop-watch").start(TrafficMain::awaitStop);
        final Path report = Path.of(args[2]);
        try (KernelNetwork network = new KernelNetwork(bindAddress)) {
            if (args[0].equals("client")) {
                runClient(network, settings, report);
            } else {
                runServer(network, settings, report);
            }
        }
    }

    private static void runClient(final KernelNetwork network, final TrafficSettings settings, final Path report)
            throws IOException {
        final TrafficClient client = new TrafficClient(network, settings, System::nanoTime);
        final ObjectWriter writer = JSON.writerFor(TrafficProgress.class);
        System.out.println("ready");
        long progressNs = System.nanoTime();
        while (!client.isFinished()) {
            client.doWork(CLIENT_WAIT_NS);
            if (stopRequested) {
                client.stop();
            }
            final long nowNs = System.nanoTime();
            if (nowNs - progressNs >= PROGRESS_INTERVAL_NS) {
                progressNs = nowNs;
                System.out.println(writer.writeValueAsString(client.progress()));
            }
        }
        JSON.writeValue(report.toFile(), client.report());
    }

    private static void runServer(final KernelNetwork network, final TrafficSettings settings, final Path report)
            throws IOException {
        final TrafficServer server = new TrafficServer(network, settings, System::nanoTime);
        System.out.println("ready");
        while (!stopRequested) {
            server.doWork(SERVER_WAIT_NS);
        }
        JSON.writeValue(report.toFile(), server.report());
    }

    private static void awaitStop() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                stopRequested |= line.equals("stop");
            }
        } catch (final IOException e) {
            // Treated as the end of the stream.
        }
        Runtime.getRuntime().halt(1);
    }
}
