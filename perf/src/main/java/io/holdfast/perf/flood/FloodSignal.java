package io.holdfast.perf.flood;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the measurement tells the stranger, and he the measurement: some numbers in a file that both map.
 *
 * <p>Each number has one writer. Any thread.
 */
public final class FloodSignal implements AutoCloseable {
    /** The stranger has opened his device, and hears. */
    public static final int HEARING = 1;
    /** He has made his frames, and waits for the word. */
    public static final int READY = 2;

    private static final int LENGTH_BYTES = 4096;
    private static final int STATE = 0;
    private static final int PORTS = 8;
    private static final int SENT = 16;
    private static final int HEARD = 24;
    private static final int WANTED_KIND = 64;
    private static final int WANTED_RATE = 72;
    private static final int HEARD_ENOUGH = 80;

    private final MappedByteBuffer bytes;
    private final UnsafeBuffer numbers;

    /** Opens the file, which is made if there is none. */
    public FloodSignal(final Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH_BYTES);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        numbers = new UnsafeBuffer(bytes);
    }

    /** The measurement: the stranger has heard enough, and is to make his frames. */
    public void endHearing() {
        numbers.putLongVolatile(HEARD_ENOUGH, 1);
    }

    boolean isHearing() {
        return numbers.getLongVolatile(HEARD_ENOUGH) == 0;
    }

    /** The measurement: from now on so many frames a second are to be sent; none with 0. */
    public void want(final FloodKind kind, final int perSecond) {
        numbers.putLongVolatile(WANTED_KIND, kind.ordinal());
        numbers.putLongVolatile(WANTED_RATE, perSecond);
    }

    FloodKind wantedKind() {
        return FloodKind.values()[(int) numbers.getLongVolatile(WANTED_KIND)];
    }

    long wantedPerSecond() {
        return numbers.getLongVolatile(WANTED_RATE);
    }

    void state(final int state) {
        numbers.putLongVolatile(STATE, state);
    }

    /** The stranger: {@link #HEARING}, {@link #READY}, or 0. */
    public int state() {
        return (int) numbers.getLongVolatile(STATE);
    }

    void sent(final long count) {
        numbers.putLongVolatile(SENT, count);
    }

    /** The stranger: frames that his device has taken. */
    public long sent() {
        return numbers.getLongVolatile(SENT);
    }

    void heard(final long frames, final long ports) {
        numbers.putLongVolatile(HEARD, frames);
        numbers.putLongVolatile(PORTS, ports);
    }

    /** The stranger: sealed datagrams to the node that he has heard and kept. */
    public long heard() {
        return numbers.getLongVolatile(HEARD);
    }

    /** The stranger: different ports that they went to. */
    public long heardPorts() {
        return numbers.getLongVolatile(PORTS);
    }

    @Override
    public void close() {
        IoUtil.unmap(bytes);
    }
}
