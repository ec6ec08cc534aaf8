package io.holdfast.recovery.worm;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;

/** A journal file in memory that knows what a crash would leave of it. */
final class MemoryJournalFile implements JournalFile {
    private final boolean forces;
    private byte[] durable;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    MemoryJournalFile(final byte[] durable, final boolean forces) {
        this.durable = durable;
        this.forces = forces;
    }

    @Override
    public byte[] content() {
        return durable.clone();
    }

    @Override
    public void append(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        written.writeBytes(bytes);
    }

    @Override
    public void force() {
        if (forces) {
            durable = concat(durable, written.toByteArray());
            written.reset();
        }
    }

    @Override
    public void truncate(final long lengthBytes) {
        durable = Arrays.copyOf(durable, (int) lengthBytes);
        written.reset();
    }

    @Override
    public void replace(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        durable = new byte[lengthBytes];
        buffer.getBytes(offset, durable);
        written.reset();
    }

    /** What a crash leaves: all that was forced, and of the rest a random part, whose end may be garbage. */
    byte[] afterCrash(final RandomGenerator random) {
        final byte[] rest = written.toByteArray();
        final byte[] kept = Arrays.copyOf(rest, random.nextInt(rest.length + 1));
        if (kept.length > 0 && random.nextInt(3) == 0) {
            kept[random.nextInt(kept.length)] ^= (byte) (1 + random.nextInt(255));
        }
        return concat(durable, kept);
    }

    /** What is certainly left by a crash. */
    byte[] durable() {
        return durable;
    }

    private static byte[] concat(final byte[] a, final byte[] b) {
        final byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public void close() {}
}
