package io.holdfast.nat.run;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a run is given.
 *
 * @param fileName of the configuration, for messages
 * @param text of the configuration
 * @param variables set from outside
 * @param clickPath folders in which libraries are looked for
 * @param isSimulated whether time jumps when nothing is to be done
 * @param startNs time at which a simulated run begins, in nanoseconds of the epoch
 * @param seed of the graph's randomness
 * @param showsWarnings whether warnings are shown
 * @param allowsHotconfig whether the {@code hotconfig} handler may replace the configuration
 * @param out takes what elements and handlers print
 * @param err takes messages
 */
public record RunSettings(
        String fileName,
        String text,
        Map<String, String> variables,
        java.util.List<java.nio.file.Path> clickPath,
        boolean isSimulated,
        long startNs,
        long seed,
        boolean showsWarnings,
        boolean allowsHotconfig,
        PrintStream out,
        PrintStream err) {}
