package io.holdfast.recovery.view;

import io.holdfast.recovery.view.ChannelMessage.Data;
import io.holdfast.recovery.view.ChannelMessage.Flush;
import io.holdfast.recovery.view.ChannelMessage.Kind;
import io.holdfast.recovery.view.ChannelMessage.Mark;
import io.holdfast.recovery.view.ChannelMessage.Received;
import io.holdfast.recovery.view.ChannelMessage.Stage;
import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.WireReader;
import io.holdfast.recovery.worm.WireWriter;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * The channel's messages as bytes, little endian.
 *
 * <pre>
 *   | u32 magic and version | u32 CRC-32C of what follows | u8 kind of message | fields |
 * </pre>
 */
final class ChannelCodec {
    static final int MAGIC = 0x48_46_6d_01;

    private static final int COVERED_FROM = 8;
    private static final int DATA = 1;
    private static final int RECEIVED = 2;
    private static final int FLUSH = 3;
    private static final int MOST_PAYLOAD_BYTES = 1 << 15;

    private ChannelCodec() {}

    static void encode(final ChannelMessage message, final WireWriter out) {
        out.reset().putInt(MAGIC).putInt(0);
        switch (message) {
            case Data m -> putData(out.putByte(DATA), m);
            case Received m -> {
                putMember(out.putByte(RECEIVED).putLong(m.view()), m.from())
                        .putInt(m.marks().size());
                m.marks().forEach(mark -> putMember(out, mark.sender()).putLong(mark.sequence()));
            }
            case Flush m -> {
                putMember(out.putByte(FLUSH).putLong(m.view()).putLong(m.horizon()), m.from())
                        .putByte(m.stage().ordinal())
                        .putInt(m.kept().size());
                m.kept().forEach(data -> putData(out, data));
            }
        }
        out.buffer().putInt(4, crc(out.buffer(), 0, out.lengthBytes()), ByteOrder.LITTLE_ENDIAN);
    }

    private static void putData(final WireWriter out, final Data m) {
        putMember(out.putLong(m.view()), m.sender())
                .putLong(m.sequence())
                .putByte(m.kind().ordinal());
        putMember(out, m.party()).putLong(m.id()).putBytes(m.payload().bytes());
    }

    private static WireWriter putMember(final WireWriter out, final MemberId member) {
        return out.putInt(member.node()).putLong(member.incarnation());
    }

    private static int crc(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final byte[] covered = new byte[lengthBytes - COVERED_FROM];
        buffer.getBytes(offset + COVERED_FROM, covered);
        final CRC32C crc = new CRC32C();
        crc.update(covered, 0, covered.length);
        return (int) crc.getValue();
    }

    /** The message, or null if the bytes are none. */
    static ChannelMessage decode(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final WireReader in = new WireReader(buffer, offset, lengthBytes);
        if (in.readInt() != MAGIC || lengthBytes < COVERED_FROM || in.readInt() != crc(buffer, offset, lengthBytes)) {
            return null;
        }
        final ChannelMessage message = switch (in.readByte()) {
            case DATA -> data(in);
            case RECEIVED -> new Received(in.readLong(), member(in), marks(in));
            case FLUSH -> new Flush(in.readLong(), in.readLong(), member(in), stage(in), kept(in));
            default -> null;
        };
        return in.isWhole() ? message : null;
    }

    private static Stage stage(final WireReader in) {
        final int stage = in.readByte();
        if (stage >= Stage.values().length) {
            in.fault();
            return Stage.ASKING;
        }
        return Stage.values()[stage];
    }

    private static Data data(final WireReader in) {
        final long view = in.readLong();
        final MemberId sender = member(in);
        final long sequence = in.readLong();
        final int kind = in.readByte();
        if (kind >= Kind.values().length) {
            in.fault();
        }
        return new Data(
                view,
                sender,
                sequence,
                Kind.values()[in.isSound() ? kind : 0],
                member(in),
                in.readLong(),
                RegisterValue.of(in.readBytes(MOST_PAYLOAD_BYTES)));
    }

    private static List<Mark> marks(final WireReader in) {
        final int count = in.readCount(Membership.MOST_MEMBERS);
        final List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < count && in.isSound(); i++) {
            marks.add(new Mark(member(in), in.readLong()));
        }
        return List.copyOf(marks);
    }

    private static List<Data> kept(final WireReader in) {
        final int count = in.readCount(Membership.MOST_MEMBERS * ViewChannel.MOST_UNSTABLE);
        final List<Data> kept = new ArrayList<>();
        for (int i = 0; i < count && in.isSound(); i++) {
            kept.add(data(in));
        }
        return List.copyOf(kept);
    }

    static MemberId member(final WireReader in) {
        return new MemberId(in.readInt(), in.readLong());
    }
}
