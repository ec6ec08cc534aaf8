package io.holdfast.nat.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.holdfast.nat.lab.LabException;
import io.holdfast.nat.lab.LabKind;
import io.holdfast.nat.lab.LabSettings;
import io.holdfast.nat.lab.NodeOptions;
import io.holdfast.nat.lab.Prerequisites;
import io.holdfast.nat.lab.StaleLabs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code holdfast drill}: kills nodes of a pair on this machine, and reports what broke.
 *
 * <p>Exit status: 0 if nothing broke, 1 if something did or the lab failed, 2 for a wrong command line.
 */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = {
            "Build a lab on this machine (client, server, two nodes, a witness), run real connections through it, kill a node,"
                    + " start it again, wait until it protects the other one, and report what broke.",
            "As root the lab is made of network namespaces; otherwise it is embedded in this process, with the nodes as"
                    + " processes of their own."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:nothing broke", "1:something broke, or the lab failed", "2:wrong command line"})
public final class DrillCommand implements Callable<Integer> {
    @Option(names = "--failovers", paramLabel = "N", defaultValue = "1", description = "kills (default: 1)")
    private int failovers;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "6",
            description = "traffic before and after each kill (default: 6)")
    private int seconds;

    @Option(
            names = "--kill",
            paramLabel = "WHOM",
            defaultValue = "master",
            description = "whom to kill: master, replica, or a row of them that is repeated, such as replica,master"
                    + " (default: master)")
    private String victimWords;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "200",
            description = "long-lived connections (default: 200)")
    private int connections;

    @Option(
            names = "--new-per-second",
            paramLabel = "N",
            defaultValue = "200",
            description = "connections opened every second (default: 200)")
    private int newPerSecond;

    @Option(names = "--udp-flows", paramLabel = "N", defaultValue = "20", description = "UDP flows (default: 20)")
    private int udpFlows;

    @Option(
            names = "--flows",
            paramLabel = "N",
            defaultValue = "0",
            description = "UDP flows established before the load, then used once in a while, and all of them at the end"
                    + " (default: 0)")
    private int flows;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "workers of each node (default: 1)")
    private int workers;

    @Option(
            names = "--lab",
            paramLabel = "KIND",
            defaultValue = "auto",
            description = "auto, namespaces or embedded (default: auto)")
    private String labWord;

    @Option(
            names = "--no-witness",
            description = "start no witness: each node decides by itself who is master. In the embedded lab there is"
                    + " never one")
    private boolean withoutWitness;

    @Option(names = "--witness", hidden = true, description = "a witness, and not the embedded lab, which has none")
    private boolean mustHaveWitness;

    @Option(names = "--json", description = "print the result as one JSON document, and nothing else")
    private boolean json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "drill-report.html",
            description = "page with the plots (default: drill-report.html)")
    private Path report;

    @Option(names = "--keep", description = "keep the lab's directory (settings, logs)")
    private boolean keep;

    @Option(names = "--canary", hidden = true, paramLabel = "FAULT", description = "start the nodes with a fault")
    private String canary;

    @Mixin
    private ScenarioOptions scenarioOptions = new ScenarioOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final DrillSettings settings;
        final LabChoice labChoice;
        final ScenarioChoice scenarios;
        try {
            settings = settings();
            labChoice = LabChoice.of(labWord);
            scenarios = scenarioOptions.choice(!withoutWitness);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        try {
            return scenarios == null ? drill(settings, labChoice) : drillScenarios(settings, scenarios, labChoice);
        } catch (final LabException e) {
            spec.commandLine().getErr().println("holdfast drill: " + e.getMessage());
            return 1;
        }
    }

    private int drill(final DrillSettings settings, final LabChoice labChoice) throws IOException {
        final Progress progress = Progress.onStandardError(json);
        final LabKind kind = chooseLab(labChoice, progress);
        if (kind == null) {
            return 1;
        }
        final boolean hasWitness = !withoutWitness && kind == LabKind.NAMESPACES;
        if (mustHaveWitness && !hasWitness) {
            spec.commandLine()
                    .getErr()
                    .println("holdfast drill: a witness needs the lab of namespaces, and no --no-witness");
            return 1;
        }
        final Path parent = LabSettings.defaultParent();
        StaleLabs.remove(parent).forEach(removed -> progress.say("removed what a dead drill had left: " + removed));
        final Drill drill = new Drill(settings, kind, labSettings(settings, parent, hasWitness, false), progress);
        final Thread hook = Thread.ofPlatform().name("lab-cleanup").unstarted(drill::abort);
        Runtime.getRuntime().addShutdownHook(hook);
        final DrillResult result = drill.run();
        if (drill.isAborted()) {
            return 1;
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        show(result);
        return result.ok() ? 0 : 1;
    }

    private int drillScenarios(final DrillSettings settings, final ScenarioChoice choice, final LabChoice labChoice)
            throws IOException {
        final Progress progress = Progress.onStandardError(json);
        if (labChoice == LabChoice.EMBEDDED || chooseLab(LabChoice.NAMESPACES, progress) == null) {
            throw new LabException("scenarios need a lab of namespaces");
        }
        final Path parent = LabSettings.defaultParent();
        StaleLabs.remove(parent).forEach(removed -> progress.say("removed what a dead drill had left: " + removed));
        final ScenarioDrill drill = new ScenarioDrill(
                settings,
                choice,
                scenario ->
                        labSettings(settings, parent, !withoutWitness || scenario.needsWitness(), scenario.keepsLog()),
                progress);
        final Thread hook = Thread.ofPlatform().name("lab-cleanup").unstarted(drill::abort);
        Runtime.getRuntime().addShutdownHook(hook);
        final ScenarioReport result = drill.run();
        if (drill.isAborted()) {
            return 1;
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        print(json ? toJson(result) + "\n" : ScenarioText.of(result));
        return result.ok() ? 0 : 1;
    }

    private LabSettings labSettings(
            final DrillSettings settings, final Path parent, final boolean isWitnessed, final boolean keepsLog) {
        return new LabSettings(
                parent,
                workers,
                settings.nodeJvmOptions(),
                keep,
                new NodeOptions(settings.graphVariables(), scenarioOptions.settings(isWitnessed), null),
                isWitnessed,
                keepsLog);
    }

    private DrillSettings settings() {
        final Path directory = report.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(spec.commandLine(), "--report: there is no directory " + directory);
        }
        return new DrillSettings(
                failovers,
                Victim.listOf(victimWords),
                seconds,
                connections,
                newPerSecond,
                udpFlows,
                flows,
                workers,
                canary,
                keep);
    }

    /** @return null if the lab that was asked for cannot be had, which has been said */
    private LabKind chooseLab(final LabChoice labChoice, final Progress progress) {
        if (labChoice == LabChoice.EMBEDDED) {
            return LabKind.EMBEDDED;
        }
        final List<String> missing = Prerequisites.missingForNamespaces();
        if (missing.isEmpty()) {
            return LabKind.NAMESPACES;
        }
        final String reasons = String.join("\n  ", missing);
        if (labChoice == LabChoice.NAMESPACES) {
            spec.commandLine().getErr().println("holdfast drill: no lab of namespaces can be built:\n  " + reasons);
            return null;
        }
        progress.say("using the embedded lab, because for namespaces something is missing:\n  " + reasons);
        return LabKind.EMBEDDED;
    }

    private void show(final DrillResult result) throws IOException {
        Files.writeString(report, HtmlReport.of(result));
        print(json ? toJson(result) + "\n" : TextReport.of(result) + "Report: " + report + "\n");
    }

    private void print(final String text) {
        final PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private static String toJson(final Object result) throws IOException {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result);
    }
}
