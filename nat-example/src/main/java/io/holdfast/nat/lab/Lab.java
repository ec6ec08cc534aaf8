package io.holdfast.nat.lab;

import io.holdfast.nat.traffic.TrafficSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * A network with a place for a client, a server, and two nodes between them.
 *
 * <p>Made by one thread, which also uses it; {@link #close} may be called by another one, at any time and more than
 * once, and leaves nothing behind.
 */
public interface Lab extends AutoCloseable {
    /** Names of the nodes that have a place. */
    List<String> NODE_NAMES = List.of("a", "b");

    LabKind kind();

    /** Where everything of this lab lives. */
    Path directory();

    /**
     * Builds the network. To be called first, and once.
     *
     * @throws LabException if that fails; {@link #close} removes what has been built
     */
    void build();

    /**
     * Starts a node's process; it may be started again after its end.
     *
     * @param name one of {@link #NODE_NAMES}
     * @throws LabException if it cannot be started
     */
    NodeProcess startNode(String name);

    /**
     * Starts the client and the server, which begin at once.
     *
     * @throws LabException if they cannot be started
     */
    Traffic startTraffic(TrafficSettings settings);

    /** Last lines of the logs of all processes, for whoever has to find out what went wrong. */
    String logTails();

    @Override
    void close();
}
