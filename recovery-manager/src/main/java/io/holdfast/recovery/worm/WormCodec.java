package io.holdfast.recovery.worm;

import io.holdfast.recovery.worm.WormMessage.Decided;
import io.holdfast.recovery.worm.WormMessage.Held;
import io.holdfast.recovery.worm.WormMessage.Listen;
import io.holdfast.recovery.worm.WormMessage.Preempted;
import io.holdfast.recovery.worm.WormMessage.Prepare;
import io.holdfast.recovery.worm.WormMessage.Promise;
import io.holdfast.recovery.worm.WormMessage.Read;
import io.holdfast.recovery.worm.WormMessage.Refusal;
import io.holdfast.recovery.worm.WormMessage.Refused;
import io.holdfast.recovery.worm.WormMessage.Trim;
import io.holdfast.recovery.worm.WormMessage.Trimmed;
import io.holdfast.recovery.worm.WormMessage.Write;
import io.holdfast.recovery.worm.WormMessage.Written;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * The registers' messages as bytes, little endian.
 *
 * <pre>
 *   | u32 magic and version | u32 CRC-32C of what follows | u8 kind | u64 request | fields of the kind |
 *   ballot = u64 round, u64 proposer      range = u32 segment, u32 first, u32 end
 *   value  = u32 length, bytes            list  = u32 count, elements
 * </pre>
 */
public final class WormCodec {
    /** "HFw" and the version of this format. */
    static final int MAGIC = 0x48_46_77_01;

    /** Magic and checksum come before what the checksum covers. */
    private static final int COVERED_FROM = 8;

    private static final int PREPARE = 1;
    private static final int PROMISE = 2;
    private static final int WRITE = 3;
    private static final int WRITTEN = 4;
    private static final int PREEMPTED = 5;
    private static final int READ = 6;
    private static final int HELD = 7;
    private static final int DECIDED = 8;
    private static final int TRIM = 9;
    private static final int TRIMMED = 10;
    private static final int LISTEN = 11;
    private static final int REFUSED = 12;

    private WormCodec() {}

    public static void encode(final WormMessage message, final WireWriter out) {
        out.putInt(MAGIC).putInt(0).putByte(kind(message)).putLong(message.request());
        switch (message) {
            case Prepare m -> putBallot(putRange(out, m.range()), m.ballot());
            case Promise m -> putHeld(putBallot(putRange(out, m.range()), m.ballot()), m.held());
            case Write m -> putSlots(putBallot(out.putInt(m.segment()), m.ballot()), m.slots());
            case Written m -> putBallot(out.putInt(m.segment()), m.ballot());
            case Preempted m -> putBallot(putBallot(out, m.refused()), m.promised());
            case Read m -> putRange(out, m.range());
            case Held m -> putHeld(putRange(out, m.range()), m.held());
            case Decided m -> putSlots(out.putInt(m.segment()), m.slots());
            case Trim m -> out.putInt(m.segment()).putInt(m.end());
            case Trimmed m -> out.putInt(m.segment()).putInt(m.end());
            case Listen m -> out.putInt(m.segment()).putInt(m.first());
            case Refused m -> out.putByte(m.reason().ordinal());
        }
        out.setInt(Integer.BYTES, crc(out.buffer(), 0, out.lengthBytes()));
    }

    private static int crc(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final byte[] covered = new byte[lengthBytes - COVERED_FROM];
        buffer.getBytes(offset + COVERED_FROM, covered);
        final CRC32C crc = new CRC32C();
        crc.update(covered, 0, covered.length);
        return (int) crc.getValue();
    }

    private static int kind(final WormMessage message) {
        return switch (message) {
            case Prepare m -> PREPARE;
            case Promise m -> PROMISE;
            case Write m -> WRITE;
            case Written m -> WRITTEN;
            case Preempted m -> PREEMPTED;
            case Read m -> READ;
            case Held m -> HELD;
            case Decided m -> DECIDED;
            case Trim m -> TRIM;
            case Trimmed m -> TRIMMED;
            case Listen m -> LISTEN;
            case Refused m -> REFUSED;
        };
    }

    /** Whether these bytes say that they are a message of the registers. */
    public static boolean isWorm(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        return lengthBytes >= Integer.BYTES && buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN) == MAGIC;
    }

    /** The message, or null if the bytes are none. */
    public static WormMessage decode(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final WireReader in = new WireReader(buffer, offset, lengthBytes);
        if (in.readInt() != MAGIC || lengthBytes < COVERED_FROM || in.readInt() != crc(buffer, offset, lengthBytes)) {
            return null;
        }
        final int kind = in.readByte();
        final WormMessage message = decode(kind, in.readLong(), in);
        return in.isWhole() ? message : null;
    }

    private static WormMessage decode(final int kind, final long request, final WireReader in) {
        return switch (kind) {
            case PREPARE -> new Prepare(request, range(in), ballot(in));
            case PROMISE -> new Promise(request, range(in), ballot(in), held(in));
            case WRITE -> new Write(request, segment(in), ballot(in), slots(in));
            case WRITTEN -> new Written(request, segment(in), ballot(in));
            case PREEMPTED -> new Preempted(request, ballot(in), ballot(in));
            case READ -> new Read(request, range(in));
            case HELD -> new Held(request, range(in), held(in));
            case DECIDED -> new Decided(request, segment(in), slots(in));
            case TRIM -> new Trim(request, segment(in), end(in));
            case TRIMMED -> new Trimmed(request, segment(in), end(in));
            case LISTEN -> new Listen(request, segment(in), end(in));
            case REFUSED -> new Refused(request, refusal(in));
            default -> {
                in.fault();
                yield null;
            }
        };
    }

    static WireWriter putRange(final WireWriter out, final RegisterRange range) {
        return out.putInt(range.segment()).putInt(range.first()).putInt(range.end());
    }

    static WireWriter putBallot(final WireWriter out, final Ballot ballot) {
        return out.putLong(ballot.round()).putLong(ballot.proposer());
    }

    private static void putSlots(final WireWriter out, final List<Slot> slots) {
        out.putInt(slots.size());
        for (final Slot slot : slots) {
            out.putInt(slot.offset()).putBytes(slot.value().shared());
        }
    }

    private static void putHeld(final WireWriter out, final List<AcceptedSlot> held) {
        out.putInt(held.size());
        for (final AcceptedSlot slot : held) {
            putBallot(out.putInt(slot.offset()), slot.ballot())
                    .putByte(slot.decided() ? 1 : 0)
                    .putBytes(slot.value().shared());
        }
    }

    static RegisterRange range(final WireReader in) {
        final int segment = in.readInt();
        final int first = in.readInt();
        final int end = in.readInt();
        if (!in.isSound() || !RegisterRange.isValid(segment, first, end)) {
            in.fault();
            return RegisterRange.of(0, 0);
        }
        return new RegisterRange(segment, first, end);
    }

    static Ballot ballot(final WireReader in) {
        final Ballot ballot = new Ballot(in.readLong(), in.readLong());
        if (ballot.round() < 0) {
            in.fault();
        }
        return ballot;
    }

    static RegisterValue value(final WireReader in) {
        return RegisterValue.owning(in.readBytes(WormLimits.MOST_VALUE_BYTES));
    }

    static int offset(final WireReader in) {
        return in.readCount(RegisterRange.SEGMENT_CAPACITY - 1);
    }

    static int segment(final WireReader in) {
        return in.readCount(Integer.MAX_VALUE);
    }

    static int end(final WireReader in) {
        return in.readCount(RegisterRange.SEGMENT_CAPACITY);
    }

    private static List<Slot> slots(final WireReader in) {
        final int count = in.readCount(WormLimits.MOST_BATCH);
        final List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < count && in.isSound(); i++) {
            slots.add(new Slot(offset(in), value(in)));
        }
        return List.copyOf(slots);
    }

    private static List<AcceptedSlot> held(final WireReader in) {
        final int count = in.readCount(WormLimits.MOST_BATCH);
        final List<AcceptedSlot> held = new ArrayList<>();
        for (int i = 0; i < count && in.isSound(); i++) {
            final int offset = offset(in);
            final Ballot ballot = ballot(in);
            final boolean decided = in.readByte() == 1;
            held.add(new AcceptedSlot(offset, ballot, value(in), decided));
        }
        return List.copyOf(held);
    }

    private static Refusal refusal(final WireReader in) {
        final int ordinal = in.readByte();
        if (ordinal >= Refusal.values().length) {
            in.fault();
            return Refusal.FULL;
        }
        return Refusal.values()[ordinal];
    }
}
