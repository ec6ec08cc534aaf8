package io.holdfast.nat.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * How a lab is to be built.
 *
 * @param parent directory in which the lab's own is made
 * @param workers of each node, 1 or more
 * @param nodeJvmOptions further JVM options of the nodes
 * @param keep whether the lab's directory stays when the lab is closed
 */
public record LabSettings(Path parent, int workers, List<String> nodeJvmOptions, boolean keep) {
    public LabSettings {
        if (workers < 1 || workers > 64) {
            throw new IllegalArgumentException("workers must be 1 to 64: " + workers);
        }
        nodeJvmOptions = List.copyOf(nodeJvmOptions);
    }
}
