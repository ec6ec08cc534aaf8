package io.holdfast.nat;

import java.util.List;

/**
 * Adds subcommands to {@code holdfast} from a module to the right of this one.
 *
 * <p>Found by {@link java.util.ServiceLoader}; without such a module on the class path the command lacks them.
 */
@FunctionalInterface
public interface SubcommandProvider {
    /** Command objects as picocli takes them, each with its {@code @Command} and name. */
    List<Object> subcommands();
}
