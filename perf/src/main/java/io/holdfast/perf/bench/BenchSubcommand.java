package io.holdfast.perf.bench;

import io.holdfast.nat.SubcommandProvider;
import java.util.List;

/** Brings {@code bench} to the {@code holdfast} command. */
public final class BenchSubcommand implements SubcommandProvider {
    @Override
    public List<Object> subcommands() {
        return List.of(new BenchCommand());
    }
}
