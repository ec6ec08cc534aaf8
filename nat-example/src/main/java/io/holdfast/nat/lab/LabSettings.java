package io.holdfast.nat.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a lab is to be built.
 *
 * @param parent directory in which the lab's own is made
 * @param workers of each node, 1 or more
 * @param nodeJvmOptions further JVM options of the nodes
 * @param keep whether the lab's directory stays when the lab is closed
 * @param nodeOptions what the nodes are told beyond the lab's own
 * @param hasWitness whether a witness is started, and views are decided by registers
 * @param keepsLog whether replicas keep the log on a disk ({@code log.durability: disk}); with a witness only
 */
public record LabSettings(
        Path parent,
        int workers,
        List<String> nodeJvmOptions,
        boolean keep,
        NodeOptions nodeOptions,
        boolean hasWitness,
        boolean keepsLog) {
    public LabSettings {
        if (keepsLog && !hasWitness) {
            throw new IllegalArgumentException("a lab that keeps its log must have a witness");
        }
        if (workers < 1 || workers > 64) {
            throw new IllegalArgumentException("workers must be 1 to 64: " + workers);
        }
        nodeJvmOptions = List.copyOf(nodeJvmOptions);
    }

    /** A lab without a witness. */
    public LabSettings(
            final Path parent,
            final int workers,
            final List<String> nodeJvmOptions,
            final boolean keep,
            final NodeOptions nodeOptions) {
        this(parent, workers, nodeJvmOptions, keep, nodeOptions, false);
    }

    /** A lab whose replicas keep the log in memory. */
    public LabSettings(
            final Path parent,
            final int workers,
            final List<String> nodeJvmOptions,
            final boolean keep,
            final NodeOptions nodeOptions,
            final boolean hasWitness) {
        this(parent, workers, nodeJvmOptions, keep, nodeOptions, hasWitness, false);
    }

    /** A lab whose nodes are told nothing special. */
    public LabSettings(final Path parent, final int workers, final List<String> nodeJvmOptions, final boolean keep) {
        this(parent, workers, nodeJvmOptions, keep, NodeOptions.NONE);
    }

    /**
     * Where labs are made: in {@code /dev/shm} if that can be written, so that wires, log buffers and sockets never
     * wait for a disk; else in {@code java.io.tmpdir}.
     */
    public static Path defaultParent() {
        final Path memory = Path.of("/dev/shm");
        return Files.isDirectory(memory) && Files.isWritable(memory)
                ? memory
                : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
