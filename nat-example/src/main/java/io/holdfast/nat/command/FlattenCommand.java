package io.holdfast.nat.command;

import io.holdfast.element.ConfigurationException;
import io.holdfast.element.GraphDefinition;
import io.holdfast.nat.run.RunConfiguration;
import io.holdfast.nat.run.RunSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code holdfast flatten}: prints a configuration without compounds and variables. */
@Command(
        name = "flatten",
        mixinStandardHelpOptions = true,
        description = "Print a configuration without compounds, groups and variables.")
public final class FlattenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions source;

    @Override
    public Integer call() {
        final ConfigurationOptions.Source text = source.read(spec);
        final RunSettings settings = new RunSettings(
                text.name(),
                text.text(),
                source.variables(),
                source.clickPath(),
                true,
                0,
                0,
                true,
                false,
                System.out,
                System.err);
        try {
            final GraphDefinition definition = RunConfiguration.read(settings);
            definition.warnings().forEach(settings.err()::println);
            settings.out().print(definition.flatText());
            settings.out().flush();
            return 0;
        } catch (final ConfigurationException e) {
            e.lines().forEach(settings.err()::println);
            return 1;
        }
    }
}
