package io.holdfast.perf.flood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The frames of a flood are wrong where they are to be, and right elsewhere: the kernel must not drop them for a checksum. */
class FloodFramesTest {
    private static final int FIRST_PORT = 40_100;
    private static final int HEARD_PORT = 50_001;
    private static final int TRAILER_BYTES = 52;
    private static final int PAYLOAD_BYTES = 20;
    private static final byte[] OWN_MAC = {2, 0, 0, 0, 0, 9};

    private final byte[] heard = heard();
    private final FloodFrames frames =
            new FloodFrames(OWN_MAC, Map.of(HEARD_PORT, List.of(heard)), FIRST_PORT, 5, new Random(1));

    /** A sealed datagram as the peer might send it, with an unfinished UDP checksum. */
    private static byte[] heard() {
        final ByteBuffer frame = ByteBuffer.allocate(HeardFrames.PAYLOAD_OFFSET + PAYLOAD_BYTES + TRAILER_BYTES);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0});
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (frame.capacity() - HeardFrames.IP_OFFSET));
        frame.putInt(0)
                .put((byte) 64)
                .put((byte) 17)
                .putShort((short) 0)
                .putInt(0x0a630002)
                .putInt(0x0a630001);
        frame.putShort((short) 40_101).putShort((short) HEARD_PORT);
        frame.putShort((short) (frame.capacity() - HeardFrames.UDP_OFFSET)).putShort((short) 0x1234);
        new Random(7).ints(PAYLOAD_BYTES).forEach(value -> frame.put((byte) value));
        frame.putInt(0x68460200)
                .putInt(77)
                .putLong(0xA)
                .putLong(1000)
                .putLong(0xB)
                .putInt(10)
                .putLong(11)
                .putLong(12);
        return frame.array();
    }

    @ParameterizedTest
    @EnumSource(FloodKind.class)
    void shouldGiveRightHeaders(final FloodKind kind) {
        for (final byte[] frame : frames.of(kind)) {
            final ByteBuffer bytes = ByteBuffer.wrap(frame);
            assertEquals(frame.length - HeardFrames.IP_OFFSET, bytes.getShort(HeardFrames.IP_OFFSET + 2));
            assertEquals(0xffff, sum(frame, HeardFrames.IP_OFFSET, HeardFrames.UDP_OFFSET, 0), "IP checksum");
            assertArrayEquals(OWN_MAC, Arrays.copyOfRange(frame, 6, 12));
            if (frame[HeardFrames.IP_OFFSET + 9] == 6) {
                final int length = frame.length - HeardFrames.UDP_OFFSET;
                assertEquals(0xffff, sum(frame, HeardFrames.IP_OFFSET + 12, frame.length, 6 + length), "TCP checksum");
            } else {
                assertEquals(0, bytes.getShort(HeardFrames.UDP_OFFSET + 6), "no UDP checksum");
                assertEquals(frame.length - HeardFrames.UDP_OFFSET, bytes.getShort(HeardFrames.UDP_OFFSET + 4));
            }
        }
    }

    @Test
    void shouldGoToAllPortsOfTheNode() {
        for (final FloodKind kind :
                List.of(FloodKind.GARBAGE, FloodKind.REPLAYED, FloodKind.FORGED, FloodKind.GREETING)) {
            final Set<Integer> ports = new HashSet<>();
            frames.of(kind).forEach(frame -> ports.add(shortAt(frame, HeardFrames.UDP_OFFSET + 2)));
            assertEquals(Set.of(40_100, 40_101, 40_102, 40_103, 40_104, HEARD_PORT), ports, kind.word());
        }
        frames.of(FloodKind.CALL)
                .forEach(frame -> assertEquals(FIRST_PORT, shortAt(frame, HeardFrames.UDP_OFFSET + 2)));
    }

    @Test
    void shouldSendToNobodyToo() {
        frames.of(FloodKind.NOWHERE).forEach(frame -> assertEquals(9, shortAt(frame, HeardFrames.UDP_OFFSET + 2)));
        frames.of(FloodKind.MIXED)
                .forEach(frame -> assertNotEquals(9, shortAt(frame, HeardFrames.UDP_OFFSET + 2), "what costs nothing"));
    }

    @Test
    void shouldSendAgainWhatWasHeardToTheBit() {
        for (final byte[] frame : frames.of(FloodKind.REPLAYED)) {
            assertArrayEquals(payload(heard), payload(frame));
        }
    }

    @Test
    void shouldForgeNumberAndTagOnly() {
        for (final byte[] frame : frames.of(FloodKind.FORGED)) {
            final ByteBuffer trailer = trailer(frame);
            final ByteBuffer right = trailer(heard);
            assertEquals(right.slice(0, 16), trailer.slice(0, 16), "start, key's identifier, sender");
            assertEquals(1000 + (1L << 40), trailer.getLong(16));
            assertEquals(right.getLong(24), trailer.getLong(24), "receiver");
            assertNotEquals(right.getLong(32), trailer.getLong(32), "tag");
        }
    }

    @Test
    void shouldGreetAsThePeerWould() {
        for (final byte[] frame : frames.of(FloodKind.GREETING)) {
            assertEquals(TRAILER_BYTES, payload(frame).length);
            final ByteBuffer trailer = trailer(frame);
            assertEquals(0x68460201, trailer.getInt(0));
            assertEquals(77, trailer.getInt(4));
            assertEquals(0, trailer.getLong(24), "for nobody");
        }
    }

    private static byte[] payload(final byte[] frame) {
        return Arrays.copyOfRange(frame, HeardFrames.PAYLOAD_OFFSET, frame.length);
    }

    private static ByteBuffer trailer(final byte[] frame) {
        return ByteBuffer.wrap(frame).slice(frame.length - TRAILER_BYTES, TRAILER_BYTES);
    }

    private static int shortAt(final byte[] frame, final int offset) {
        return ByteBuffer.wrap(frame).getShort(offset) & 0xffff;
    }

    /** One's complement sum (RFC 1071). */
    private static int sum(final byte[] bytes, final int begin, final int end, final int start) {
        int sum = start;
        for (int i = begin; i < end; i += 2) {
            sum += shortAt(bytes, i);
        }
        return (sum & 0xffff) + (sum >>> 16);
    }
}
