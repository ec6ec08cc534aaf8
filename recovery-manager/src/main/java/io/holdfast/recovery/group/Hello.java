package io.holdfast.recovery.group;

import io.holdfast.recovery.worm.WireReader;
import io.holdfast.recovery.worm.WireWriter;
import org.agrona.DirectBuffer;

/**
 * What nodes say to each other all the time.
 *
 * @param isEcho whether this only gives a timestamp back
 * @param incarnation of the sender; 0 for the witness
 * @param view newest that the sender knows
 * @param timestampNs of the sender's clock; in an echo, the receiver's own
 */
public record Hello(boolean isEcho, long incarnation, long view, long timestampNs) {
    private static final int MAGIC = 0x48_46_68_02;

    /** The bytes of it. */
    public WireWriter encode(final WireWriter out) {
        return out.reset()
                .putInt(MAGIC)
                .putByte(isEcho ? 1 : 0)
                .putLong(incarnation)
                .putLong(view)
                .putLong(timestampNs);
    }

    /** The message, or null if the bytes are none. */
    public static Hello decode(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final WireReader in = new WireReader(buffer, offset, lengthBytes);
        final boolean isOurs = in.readInt() == MAGIC;
        final boolean isEcho = in.readByte() == 1;
        final long incarnation = in.readLong();
        final long view = in.readLong();
        final Hello hello = new Hello(isEcho, incarnation, view, in.readLong());
        return isOurs && in.isWhole() ? hello : null;
    }
}
