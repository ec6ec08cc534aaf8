package io.holdfast.log.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DatagramLengthTest {
    @Test
    void shouldUseWhatTheSegmentCarriesInOnePiece() {
        assertEquals(8192, DatagramLength.carriedBytes(1500, 8192), "as set: IP takes it to pieces");
        assertEquals(8896, DatagramLength.carriedBytes(9000, 8192), "a jumbo frame");
        assertEquals(16384, DatagramLength.carriedBytes(65_536, 8192), "loopback, bounded");
        assertEquals(65_408, DatagramLength.carriedBytes(65_536, 65_408), "never less than set");
    }

    @Test
    void shouldFindTheInterfaceOfAnAddress() {
        assertEquals(16384, DatagramLength.bytes("127.0.0.1", 1408, 4 << 20));
        assertEquals(8192, DatagramLength.bytes("127.0.0.1", 1408, 64 << 10), "an eighth of the stream's buffer");
        assertEquals(1408, DatagramLength.bytes("192.0.2.1", 1408, 4 << 20), "nobody's address here");
    }
}
