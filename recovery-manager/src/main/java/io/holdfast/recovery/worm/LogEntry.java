package io.holdfast.recovery.worm;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One entry of a shared log.
 *
 * @param position in the log: 0, 1, 2 ...
 * @param writer who appended it, in one incarnation
 * @param sequence of the writer: an entry appended twice, because its writer did not know better, has the same
 * @param payload of the application
 */
public record LogEntry(long position, long writer, long sequence, RegisterValue payload) {
    /** What a register holds besides the payload. */
    static final int HEADER_BYTES = 20;

    RegisterValue toValue() {
        return RegisterValue.owning(new WireWriter()
                .putLong(writer)
                .putLong(sequence)
                .putBytes(payload.shared())
                .toBytes());
    }

    /** The entry in a register; null if the register holds something else. */
    public static LogEntry of(final long position, final RegisterValue value) {
        final WireReader in = new WireReader(new UnsafeBuffer(value.shared()), 0, value.lengthBytes());
        final long writer = in.readLong();
        final long sequence = in.readLong();
        final byte[] payload = in.readBytes(WormLimits.MOST_VALUE_BYTES);
        return in.isWhole() ? new LogEntry(position, writer, sequence, RegisterValue.owning(payload)) : null;
    }
}
