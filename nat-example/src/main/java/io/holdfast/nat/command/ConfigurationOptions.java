package io.holdfast.nat.command;

import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Where a configuration comes from: a file, an expression, or standard input; and its variables. */
final class ConfigurationOptions {
    @Parameters(
            index = "0..*",
            paramLabel = "FILE|NAME=VALUE",
            description = "the configuration's file (- or none: standard input), and variables")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the configuration's file")
    private String file;

    @Option(
            names = {"-e", "--expression"},
            paramLabel = "EXPR",
            description = "the configuration itself")
    private String expression;

    @Option(
            names = {"-C", "--clickpath"},
            paramLabel = "PATH",
            description = "folders, with : between them, that hold libraries in conf (default: $CLICKPATH)")
    private String clickPath = System.getenv().getOrDefault("CLICKPATH", "");

    /** Name for messages, and text. */
    record Source(String name, String text) {}

    Map<String, String> variables() {
        final Map<String, String> variables = new LinkedHashMap<>();
        for (final String word : words) {
            if (isVariable(word)) {
                variables.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
        }
        return variables;
    }

    private static boolean isVariable(final String word) {
        return word.matches("(?s)[A-Za-z_][A-Za-z0-9_]*=.*");
    }

    List<Path> clickPath() {
        final List<Path> folders = new ArrayList<>();
        for (final String folder : clickPath.split(":", -1)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        return folders;
    }

    Source read(final CommandSpec spec) {
        final List<String> files = new ArrayList<>();
        words.stream().filter(word -> !isVariable(word)).forEach(files::add);
        if (file != null) {
            files.add(file);
        }
        if (files.size() + (expression == null ? 0 : 1) > 1) {
            throw new ParameterException(
                    spec.commandLine(), "router configuration specified twice: " + String.join(", ", files));
        }
        if (expression != null) {
            return new Source("config", expression);
        }
        final String name = files.isEmpty() ? "-" : files.getFirst();
        try {
            return name.equals("-")
                    ? new Source("<stdin>", new String(System.in.readAllBytes(), StandardCharsets.UTF_8))
                    : new Source(name, new String(Files.readAllBytes(Path.of(name)), StandardCharsets.UTF_8));
        } catch (final IOException e) {
            throw new CommandFailure(name + ": cannot read the graph: " + FileFailure.reason(e), e);
        }
    }
}
