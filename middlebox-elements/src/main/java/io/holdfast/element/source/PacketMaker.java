package io.holdfast.element.source;

import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.nio.charset.StandardCharsets;

/** Makes packets with given bytes; one that cannot be had is counted ({@code drops.noBuffer}). */
final class PacketMaker {
    private static final byte[] DEFAULT_DATA =
            "These bytes fill a packet that nobody gave any data for; 64 or more.".getBytes(StandardCharsets.US_ASCII);

    private final ElementContext context;
    private final byte[] data;
    private final StatisticsCounter noBuffer;

    /**
     * Takes the bytes.
     *
     * @param data as characters U+0000 to U+00FF; null for some text
     * @param lengthBytes at least: data is repeated up to it; negative for the data's own
     */
    PacketMaker(final ElementContext context, final String data, final int lengthBytes) {
        this.context = context;
        this.data = repeated(data == null ? DEFAULT_DATA : data.getBytes(StandardCharsets.ISO_8859_1), lengthBytes);
        noBuffer = context.statistics("drops.noBuffer");
    }

    private static byte[] repeated(final byte[] data, final int lengthBytes) {
        final byte[] result = new byte[Math.max(data.length, lengthBytes)];
        for (int i = 0; i < result.length && data.length > 0; i++) {
            result[i] = data[i % data.length];
        }
        return result;
    }

    /** Adds packets to a batch; returns how many. */
    int add(final PacketBatch batch, final int count) {
        final int before = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = make();
            if (packet == null) {
                noBuffer.add(count - (batch.size() - before));
                break;
            }
            batch.add(packet);
        }
        return batch.size() - before;
    }

    private Packet make() {
        final Packet packet = context.pool().allocate();
        if (packet == null) {
            return null;
        }
        if (!packet.append(data.length)) {
            packet.free();
            return null;
        }
        NativeMemory.copyFromArray(data, 0, packet.address(), data.length);
        packet.timestampNs(context.timeNs());
        return packet;
    }

    int lengthBytes() {
        return data.length;
    }
}
