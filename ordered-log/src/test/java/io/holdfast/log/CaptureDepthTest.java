package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class CaptureDepthTest {
    private static final int MOST_BYTES = 94;
    private static final int ETHERNET = 14;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final CaptureDepth HEADERS = new CaptureDepth(MOST_BYTES, true);

    @Property(tries = 1000)
    void shouldKeepTheHeadersOfUdp(
            @ForAll @IntRange(min = 5, max = 15) final int words, @ForAll @IntRange(max = 200) final int payload) {
        final int headers = ETHERNET + 4 * words + 8;
        assertEquals(Math.min(MOST_BYTES, headers), depth(HEADERS, ip(words, UDP, headers + payload)));
    }

    @Property(tries = 1000)
    void shouldKeepTheHeadersOfTcpWithItsOptions(
            @ForAll @IntRange(min = 5, max = 15) final int words,
            @ForAll @IntRange(min = 5, max = 15) final int tcpWords,
            @ForAll @IntRange(max = 200) final int payload) {
        final int transport = ETHERNET + 4 * words;
        final byte[] frame = ip(words, TCP, transport + 4 * tcpWords + payload);
        frame[transport + 12] = (byte) (tcpWords << 4);
        assertEquals(Math.min(MOST_BYTES, transport + 4 * tcpWords), depth(HEADERS, frame));
    }

    @Test
    void shouldKeepAllThatMayBeReadOfOtherFrames() {
        for (final int type : new int[] {0x0806, 0x8100, 0x86dd}) {
            final byte[] frame = ip(5, UDP, 200);
            frame[12] = (byte) (type >> 8);
            frame[13] = (byte) type;
            assertEquals(MOST_BYTES, depth(HEADERS, frame), Integer.toHexString(type));
        }
        assertEquals(MOST_BYTES, depth(HEADERS, ip(5, 1, 200)), "ICMP");
        assertEquals(MOST_BYTES, depth(HEADERS, ip(5, 4, 200)), "IP in IP");
        final byte[] six = ip(5, UDP, 200);
        six[ETHERNET] = 0x65;
        assertEquals(MOST_BYTES, depth(HEADERS, six), "version 6");
    }

    @Test
    void shouldKeepSoManyBytesWhereElementsReadBehindHeaders() {
        assertEquals(MOST_BYTES, depth(CaptureDepth.ofBytes(MOST_BYTES), ip(5, UDP, 200)));
        assertEquals(60, depth(CaptureDepth.ofBytes(MOST_BYTES), ip(5, UDP, 60)));
    }

    @Property(tries = 5000)
    void shouldNeverKeepMoreThanThereIs(
            @ForAll final long seed, @ForAll @IntRange(max = 200) final int most, @ForAll final boolean endsAtHeaders) {
        final Random random = new Random(seed);
        final byte[] frame = new byte[random.nextInt(1, 130)];
        random.nextBytes(frame);
        if (frame.length > 23 && random.nextBoolean()) {
            frame[12] = 8;
            frame[13] = 0;
            frame[14] = (byte) (0x40 | random.nextInt(16));
            frame[23] = (byte) (random.nextBoolean() ? TCP : UDP);
        }
        final int depth = depth(new CaptureDepth(most, endsAtHeaders), frame);
        assertTrue(depth >= 0 && depth <= Math.min(most, frame.length), depth + " of " + frame.length);
        if (!endsAtHeaders || frame.length <= 42) {
            assertEquals(Math.min(most, frame.length), depth);
        }
    }

    /** What a replica makes of a record has the lengths and the headers, and ends there. */
    @Property(tries = 500)
    void shouldReplayPacketsThatEndAtTheirHeaders(@ForAll final long seed) {
        final Random random = new Random(seed);
        try (MemoryPacketPool pool = new MemoryPacketPool(128)) {
            final RecordBuffer record = new RecordBuffer(HEADERS, 0);
            final PacketBatch batch = new PacketBatch();
            final int count = random.nextInt(1, PacketBatch.BURST_PACKETS + 1);
            final byte[][] frames = new byte[count][];
            for (int i = 0; i < count; i++) {
                frames[i] = ip(5 + random.nextInt(3), random.nextBoolean() ? UDP : TCP, random.nextInt(60, 200));
                frames[i][frames[i].length - 1] = (byte) random.nextInt();
                frames[i][30] = (byte) random.nextInt(3);
                batch.add(PacketBytes.copyOf(pool, frames[i]));
            }
            record.begin(1, 1, 0, batch);
            record.end(0, 0);
            final RecordView view = new RecordView();
            assertTrue(view.wrap(record.buffer(), 0, record.lengthBytes()));
            final PacketBatch replayed = new PacketBatch();
            assertEquals(0, view.takePackets(pool, replayed));
            for (int i = 0; i < count; i++) {
                final Packet packet = replayed.get(i);
                assertEquals(frames[i].length, packet.length());
                assertEquals(depth(HEADERS, frames[i]), packet.knownLength());
                assertEquals(batch.get(i).knownLength(), packet.knownLength());
                assertEquals(packet.knownLength() < packet.length(), packet.isCutOff());
                for (int at = 0; at < packet.knownLength(); at++) {
                    assertEquals(Byte.toUnsignedInt(frames[i][at]), packet.getByte(at));
                }
            }
            replayed.free();
            batch.free();
        }
    }

    private static byte[] ip(final int words, final int protocol, final int lengthBytes) {
        final byte[] frame = new byte[lengthBytes];
        frame[12] = 8;
        frame[ETHERNET] = (byte) (0x40 | words);
        frame[ETHERNET + 9] = (byte) protocol;
        return frame;
    }

    private static int depth(final CaptureDepth depth, final byte[] frame) {
        final UnsafeBuffer memory = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(frame.length));
        memory.putBytes(0, frame);
        return depth.of(memory.addressOffset(), frame.length);
    }
}
