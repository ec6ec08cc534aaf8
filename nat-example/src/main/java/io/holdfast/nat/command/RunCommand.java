package io.holdfast.nat.command;

import io.holdfast.element.AccessControl;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import io.holdfast.recovery.IdleMode;
import io.holdfast.recovery.Worker;
import io.holdfast.recovery.WorkerPlace;
import io.holdfast.recovery.WorkerRuntime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OffsetEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast run}: one graph without replication. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Run one graph, unprotected: no log, no replica.")
public final class RunCommand implements Callable<Integer> {
    private static final double NS_PER_SECOND = 1e9;
    private static final int MIN_PACKETS = 256;
    private static final int MAX_PACKETS = 1 << 22;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0..*",
            paramLabel = "FILE|NAME=VALUE",
            description = "the graph's file, and variables of the graph")
    private List<String> words = List.of();

    @Option(names = "-e", paramLabel = "EXPR", description = "the graph itself, instead of a file")
    private String expression;

    @Option(
            names = "--port",
            paramLabel = "NAME=DEVICE",
            description = "a port that the graph names, and its device string; once for each port")
    private Map<String, String> ports = new LinkedHashMap<>();

    @Option(names = "--seconds", paramLabel = "S", description = "stop after so many seconds (default: at a signal)")
    private double seconds;

    @Option(
            names = "--idle",
            defaultValue = "YIELD",
            description = "when there is nothing to do: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE})")
    private IdleMode idle;

    @Option(names = "--packets", defaultValue = "16384", description = "packet buffers (default ${DEFAULT-VALUE})")
    private int packets;

    @Override
    public Integer call() {
        if (seconds < 0) {
            throw new ParameterException(spec.commandLine(), "--seconds must not be negative: " + seconds);
        }
        if (packets < MIN_PACKETS || packets > MAX_PACKETS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--packets must be from " + MIN_PACKETS + " to " + MAX_PACKETS + ": " + packets);
        }
        final GraphDefinition definition = definition();
        final List<PortSettings> settings = ports.entrySet().stream()
                .map(port -> new PortSettings(port.getKey(), port.getValue()))
                .toList();
        try (StopSignal stop = new StopSignal();
                PacketDevices devices =
                        Devices.open(settings, 1, DeviceSettings.defaults().withCapacityPackets(packets));
                FlatStateStore state = new FlatStateStore()) {
            devices.attachWorker(0, -1);
            try (WorkerRuntime runtime = new WorkerRuntime(
                    new WorkerPlace(0, 1, new SecureRandom().nextLong()),
                    devices,
                    definition,
                    AccessControl.UNPROTECTED,
                    state,
                    (port, batch) -> batch.free())) {
                turn(new Worker(runtime, devices, new OffsetEpochNanoClock()), stop);
            } finally {
                devices.detachWorker(0);
            }
        }
        return 0;
    }

    private void turn(final Worker worker, final StopSignal stop) {
        final long endNs = seconds == 0 ? Long.MAX_VALUE : System.nanoTime() + (long) (seconds * NS_PER_SECOND);
        final IdleStrategy strategy = idle.strategy();
        worker.announce();
        while (!stop.isRequested() && System.nanoTime() < endNs) {
            strategy.idle(worker.turn());
        }
    }

    private GraphDefinition definition() {
        final Map<String, String> variables = new LinkedHashMap<>();
        String file = null;
        for (final String word : words) {
            final int equals = word.indexOf('=');
            if (equals > 0) {
                variables.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (file == null) {
                file = word;
            } else {
                throw new ParameterException(spec.commandLine(), "one graph file, not two: " + file + ", " + word);
            }
        }
        if ((file == null) == (expression == null)) {
            throw new ParameterException(spec.commandLine(), "give either a graph file or -e EXPR");
        }
        return expression == null
                ? Graphs.read(Path.of(file), variables)
                : GraphDefinition.parse("config", expression, variables);
    }
}
