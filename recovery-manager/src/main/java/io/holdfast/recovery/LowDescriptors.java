package io.holdfast.recovery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Occupies the free low file descriptors for a moment, so that the next one opened has a higher number than all others.
 *
 * <p>Linux closes the files of a process that ends from the highest number down (task work runs last in, first out),
 * and closing a packet socket waits for an RCU grace period, some 25 ms each. A lifeline with a lower number than the
 * ports' sockets would tell of the death that much later; with the highest number it is closed first. Where the order
 * is another one, only time is lost.
 *
 * <p>They must be occupied right before the lifeline is opened: what was free when the node started is not what is free
 * when its replica calls, for files of the start (a transport's log buffers) are closed some seconds later, and are
 * below the ports' sockets. Used by the node's thread.
 */
final class LowDescriptors implements AutoCloseable {
    /** More than a node leaves free between the files that it has open. */
    private static final int COUNT = 64;

    private static final Path ANY_FILE = Path.of("/dev/null");

    private final List<FileChannel> occupied = new ArrayList<>(COUNT);

    /** Occupies those that are free now. */
    void occupy() {
        close();
        try {
            for (int i = 0; i < COUNT; i++) {
                occupied.add(FileChannel.open(ANY_FILE));
            }
        } catch (final IOException e) {
            // Fewer will do: a death is noticed later, no less surely.
        }
    }

    /** Lets them go. */
    @Override
    public void close() {
        for (final FileChannel channel : occupied) {
            try {
                channel.close();
            } catch (final IOException e) {
                // Nothing was written to it.
            }
        }
        occupied.clear();
    }
}
