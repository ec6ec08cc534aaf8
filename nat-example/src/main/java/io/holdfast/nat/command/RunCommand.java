package io.holdfast.nat.command;

import io.holdfast.element.ConfigurationException;
import io.holdfast.element.ControlService;
import io.holdfast.element.GraphDefinition;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.run.GraphRun;
import io.holdfast.nat.run.HandlerPrinter;
import io.holdfast.nat.run.RunConfiguration;
import io.holdfast.nat.run.RunSettings;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import io.holdfast.recovery.IdleMode;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code holdfast run}: one graph without replication, with the command line of Click's driver. */
@Command(
        name = "run",
        description = "Run one graph, unprotected: no log, no replica. Takes the options of the click command.")
public final class RunCommand implements Callable<Integer> {
    private static final double NS_PER_SECOND = 1e9;
    private static final int MAX_PROCESSOR = 1023;
    private static final int MIN_PACKETS = 256;
    private static final int MAX_PACKETS = 1 << 22;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions source;

    @Option(
            names = {"-h", "--handler"},
            paramLabel = "ELEMENT.H",
            description = "print a read handler when the run is over; once for each")
    private List<String> handlers = new ArrayList<>();

    @Option(
            names = {"-x", "--exit-handler"},
            paramLabel = "ELEMENT.H",
            description = "exit with the status that a read handler tells")
    private String exitHandler;

    @Option(
            names = {"-q", "--quit"},
            description = "set the graph up, but do not run it")
    private boolean quit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "write the configuration without compounds to a file (-: standard output)")
    private String output;

    @Option(
            names = {"-t", "--time"},
            description = "print how long the run took")
    private boolean showsTime;

    @Option(
            names = {"-w", "--no-warnings"},
            description = "show no warnings")
    private boolean hidesWarnings;

    @Option(
            names = "--simtime",
            arity = "0..1",
            fallbackValue = OnlyAttached.DEFAULT_START,
            preprocessor = OnlyAttached.class,
            paramLabel = "START",
            description = "simulated time, which jumps from timer to timer; begins at ${FALLBACK-VALUE} seconds")
    private BigDecimal simulatedStart;

    @Option(
            names = {"-R", "--allow-reconfigure"},
            description = "let the hotconfig handler replace the configuration")
    private boolean allowsHotconfig;

    @Option(
            names = {"-p", "--port-control"},
            paramLabel = "PORT[+]",
            description = "open a control socket on a TCP port (+: or the next free one)")
    private List<String> tcpControls = new ArrayList<>();

    @Option(
            names = {"-u", "--unix-socket"},
            paramLabel = "FILE",
            description = "open a control socket on a Unix domain socket")
    private List<String> unixControls = new ArrayList<>();

    @Option(
            names = {"-j", "--threads"},
            paramLabel = "N",
            defaultValue = "1",
            description = "a run has one thread, and warns of more; a node has as many as its setting 'workers' says")
    private int threads;

    @Option(
            names = {"-a", "--affinity"},
            arity = "0..1",
            fallbackValue = OnlyAttached.FIRST_PROCESSOR,
            preprocessor = OnlyAttached.class,
            paramLabel = "CPU",
            description = "bind the run's thread to a processor (default: ${FALLBACK-VALUE})")
    private Integer affinity;

    @Option(names = "--help", usageHelp = true, description = "show this help")
    private boolean help;

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

    @Option(names = "--seed", paramLabel = "N", description = "seed of randomness (default: any; simulated time: 1)")
    private Long seed;

    /** {@code --simtime FILE} is no time, {@code -a FILE} no processor: only what is attached by {@code =} is, as in Click. */
    static final class OnlyAttached implements IParameterPreprocessor {
        static final String DEFAULT_START = "1000000000";
        static final String FIRST_PROCESSOR = "0";

        @Override
        public boolean preprocess(
                final Stack<String> arguments,
                final CommandSpec command,
                final ArgSpec option,
                final Map<String, Object> information) {
            if (" ".equals(information.get("separator"))) {
                arguments.push(((OptionSpec) option).fallbackValue());
            }
            return false;
        }
    }

    @Override
    public Integer call() {
        check();
        warnOfThreads();
        final ConfigurationOptions.Source text = source.read(spec);
        final RunSettings settings = settings(text);
        final GraphDefinition definition;
        try {
            definition = RunConfiguration.read(settings);
        } catch (final ConfigurationException e) {
            return refuse(settings, e);
        }
        if (settings.showsWarnings()) {
            definition.warnings().forEach(settings.err()::println);
        }
        writeFlat(definition, settings.out());
        if (definition.elementCount() == 0) {
            settings.err().println("warning: " + text.name() + ": configuration has no elements, exiting");
            return 0;
        }
        return open(settings, definition);
    }

    private void check() {
        if (seconds < 0) {
            throw new ParameterException(spec.commandLine(), "--seconds must not be negative: " + seconds);
        }
        if (packets < MIN_PACKETS || packets > MAX_PACKETS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--packets must be from " + MIN_PACKETS + " to " + MAX_PACKETS + ": " + packets);
        }
        if (simulatedStart != null && (simulatedStart.signum() < 0 || simulatedStart.precision() > 18)) {
            throw new ParameterException(spec.commandLine(), "--simtime must not be negative: " + simulatedStart);
        }
        if (affinity != null && (affinity < 0 || affinity > MAX_PROCESSOR)) {
            throw new ParameterException(spec.commandLine(), "-a must be from 0 to " + MAX_PROCESSOR + ": " + affinity);
        }
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "-j must be at least 1: " + threads);
        }
        for (final String port : tcpControls) {
            if (!port.matches("\\d{1,5}\\+?")) {
                throw new ParameterException(spec.commandLine(), "-p must be a port number: " + port);
            }
        }
    }

    /** Configurations are started with -j as a habit: with fewer threads they run slower, not otherwise. */
    private void warnOfThreads() {
        if (threads > 1 && !hidesWarnings) {
            System.err.println(
                    "warning: -j " + threads + ": a run has one thread; 'holdfast node' has several workers");
        }
    }

    private RunSettings settings(final ConfigurationOptions.Source text) {
        final boolean isSimulated = simulatedStart != null;
        final long startNs = isSimulated ? simulatedStart.movePointRight(9).longValue() : 0;
        final long anySeed = isSimulated ? 1 : new SecureRandom().nextLong();
        return new RunSettings(
                text.name(),
                text.text(),
                source.variables(),
                source.clickPath(),
                isSimulated,
                startNs,
                seed == null ? anySeed : seed,
                !hidesWarnings,
                allowsHotconfig,
                System.out,
                System.err);
    }

    private static int refuse(final RunSettings settings, final ConfigurationException fault) {
        fault.lines().forEach(settings.err()::println);
        if (!fault.isOfLanguage()) {
            settings.err().println("Router could not be initialized!");
        }
        return 1;
    }

    private void writeFlat(final GraphDefinition definition, final PrintStream out) {
        if (output == null) {
            return;
        }
        if (output.equals("-")) {
            out.print(definition.flatText());
            return;
        }
        try {
            Files.writeString(Path.of(output), definition.flatText());
        } catch (final IOException e) {
            throw new CommandFailure(output + ": cannot write the configuration: " + e, e);
        }
    }

    private int open(final RunSettings settings, final GraphDefinition definition) {
        final List<PortSettings> portSettings = ports.entrySet().stream()
                .map(port -> new PortSettings(port.getKey(), port.getValue()))
                .toList();
        try (PacketDevices devices =
                Devices.open(portSettings, 1, DeviceSettings.defaults().withCapacityPackets(packets))) {
            devices.attachWorker(0, affinity == null ? -1 : affinity);
            try (GraphRun run = new GraphRun(settings, devices, definition)) {
                return run(settings, run);
            } catch (final ConfigurationException e) {
                return refuse(settings, e);
            } finally {
                devices.detachWorker(0);
            }
        }
    }

    private int run(final RunSettings settings, final GraphRun run) {
        for (final String port : tcpControls) {
            run.openControl("-p " + port, new ControlService(true, port, false, false, false, 0));
        }
        for (final String file : unixControls) {
            run.openControl("-u " + file, new ControlService(false, file, false, false, false, 0));
        }
        final long startNs = System.nanoTime();
        if (!quit) {
            final long endNs = seconds == 0 ? Long.MAX_VALUE : startNs + (long) (seconds * NS_PER_SECOND);
            try (StopSignal stop = new StopSignal()) {
                run.run(idle.strategy(), () -> stop.isRequested() || System.nanoTime() > endNs);
            }
        }
        if (showsTime) {
            settings.out().printf("%.6f seconds%n", (System.nanoTime() - startNs) / NS_PER_SECOND);
        }
        final HandlerPrinter printer = new HandlerPrinter(run.graph(), settings.out(), settings.err());
        final boolean isFine = printer.print(handlers);
        settings.out().flush();
        if (exitHandler != null) {
            return printer.exitStatus(exitHandler);
        }
        return isFine ? 0 : 1;
    }
}
