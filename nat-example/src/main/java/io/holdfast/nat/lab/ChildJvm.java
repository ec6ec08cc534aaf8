package io.holdfast.nat.lab;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of further processes of ours: the same Java, the same class path. */
final class ChildJvm {
    private static final List<String> NOT_INHERITED = List.of(
            "-agentlib:", "-agentpath:", "-javaagent:", "-Xrunjdwp", "-Dcom.sun.management.", "-XX:OnOutOfMemory");

    private ChildJvm() {}

    /**
     * A child with this JVM's own options, which ends when this process does.
     *
     * @param options further JVM options, which win over the inherited ones
     */
    static List<String> attended(final List<String> options, final String mainClass, final List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(javaProgram());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> NOT_INHERITED.stream().noneMatch(option::startsWith))
                .forEach(command::add);
        command.addAll(options);
        addMain(command, AttendedMain.class.getName());
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** A small child with its own way to notice that this process has ended. */
    static List<String> small(final String mainClass, final List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(javaProgram());
        command.addAll(List.of("-Xms64m", "-Xmx1g", "-XX:+UseSerialGC", "-Xshare:auto"));
        addMain(command, mainClass);
        command.addAll(arguments);
        return command;
    }

    private static void addMain(final List<String> command, final String mainClass) {
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
    }

    private static String javaProgram() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
