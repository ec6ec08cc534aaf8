package io.holdfast.packet.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.NativeMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {
    private static final List<String> PACKETS = List.of("10.000001000 001122", "11.500000000 33");

    @TempDir
    private Path folder;

    private static byte[] pcap(final ByteOrder order, final boolean hasNanoseconds) {
        final int unit = hasNanoseconds ? 1 : 1000;
        return ByteBuffer.allocate(24 + 16 + 3 + 16 + 1)
                .order(order)
                .putInt(hasNanoseconds ? 0xa1b23c4d : 0xa1b2c3d4)
                .putInt(0x0004_0002)
                .putLong(0)
                .putInt(65_535)
                .putInt(1)
                .putInt(10)
                .putInt(1000 / unit)
                .putInt(3)
                .putInt(3)
                .put(new byte[] {0, 0x11, 0x22})
                .putInt(11)
                .putInt(500_000_000 / unit)
                .putInt(1)
                .putInt(60)
                .put((byte) 0x33)
                .array();
    }

    private static byte[] pcapNg(final ByteOrder order, final int resolution, final long ticksPerSecond) {
        final ByteBuffer file = ByteBuffer.allocate(512).order(order);
        file.putInt(0x0a0d0d0a)
                .putInt(28)
                .putInt(0x1a2b3c4d)
                .putInt(1)
                .putLong(-1)
                .putInt(28);
        file.putInt(1).putInt(32).putShort((short) 1).putShort((short) 0).putInt(0);
        file.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
        file.putInt(0).putInt(32);
        file.putInt(0x0bad).putInt(16).putInt(7).putInt(16); // a block that nobody knows
        final long first = 10 * ticksPerSecond + ticksPerSecond / 1_000_000;
        file.putInt(6)
                .putInt(36)
                .putInt(0)
                .putInt((int) (first >> 32))
                .putInt((int) first)
                .putInt(3)
                .putInt(3);
        file.put(new byte[] {0, 0x11, 0x22, 0}).putInt(36);
        final long second = 11 * ticksPerSecond + ticksPerSecond / 2;
        file.putInt(6)
                .putInt(36)
                .putInt(0)
                .putInt((int) (second >> 32))
                .putInt((int) second)
                .putInt(1)
                .putInt(60);
        file.put(new byte[] {0x33, 0, 0, 0}).putInt(36);
        return Arrays.copyOf(file.array(), file.position());
    }

    private TraceReader open(final byte[] bytes) throws IOException {
        return TraceReader.open(Files.write(Files.createTempFile(folder, "trace", ""), bytes));
    }

    private static String packet(final TraceReader reader) {
        final byte[] bytes = new byte[reader.capturedLength()];
        NativeMemory.copyToArray(reader.address(), bytes, 0, bytes.length);
        return reader.timestampNs() / 1_000_000_000 + "."
                + String.format("%09d", reader.timestampNs() % 1_000_000_000) + " "
                + HexFormat.of().formatHex(bytes);
    }

    private static List<String> packets(final TraceReader reader) {
        final List<String> packets = new ArrayList<>();
        while (reader.next()) {
            packets.add(packet(reader));
        }
        return packets;
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void shouldReadPcapInEitherOrderAndUnit(final boolean isBig, final boolean hasNanoseconds) throws IOException {
        final ByteOrder order = isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        try (TraceReader reader = open(pcap(order, hasNanoseconds))) {
            assertEquals(PACKETS, packets(reader));
            assertNull(reader.fault());
            assertEquals(60, reader.wireLength());
            assertEquals(TraceReader.LINK_ETHERNET, reader.linkType());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 6, 1000000", "false, 6, 1000000", "true, 9, 1000000000", "false, 9, 1000000000"})
    void shouldReadPcapNgInEitherOrder(final boolean isBig, final int resolution, final long ticks) throws IOException {
        final ByteOrder order = isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        try (TraceReader reader = open(pcapNg(order, resolution, ticks))) {
            assertEquals(PACKETS, packets(reader));
            assertNull(reader.fault());
        }
    }

    @Test
    void shouldReadZippedTraces() throws IOException {
        final ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(pcap(ByteOrder.LITTLE_ENDIAN, false));
        }
        try (TraceReader reader = open(zipped.toByteArray())) {
            assertEquals(PACKETS, packets(reader));
        }
    }

    @Test
    void shouldGoOnWhereItStood() throws IOException {
        for (final byte[] file :
                List.of(pcap(ByteOrder.LITTLE_ENDIAN, true), pcapNg(ByteOrder.BIG_ENDIAN, 6, 1_000_000))) {
            try (TraceReader reader = open(file);
                    TraceReader other = open(file)) {
                assertTrue(reader.next());
                other.seek(reader.position());
                assertTrue(other.next());
                assertEquals(PACKETS.get(1), packet(other));
            }
        }
    }

    @Test
    void shouldReadWhatItWrites() throws IOException {
        final Path path = folder.resolve("written.pcap");
        final long memory = NativeMemory.allocate(1500);
        try (TraceWriter writer = new TraceWriter(Files.newOutputStream(path), TraceReader.LINK_RAW, 1000, true)) {
            for (int i = 0; i < 2000; i++) {
                NativeMemory.putInt(memory, i);
                writer.write(memory, i % 1500, 1500, 1_000_000_007L * i);
            }
        }
        NativeMemory.release(memory);
        try (TraceReader reader = TraceReader.open(path)) {
            for (int i = 0; i < 2000; i++) {
                assertTrue(reader.next());
                assertEquals(Math.min(1000, i % 1500), reader.capturedLength());
                assertEquals(1_000_000_007L * i, reader.timestampNs());
                if (reader.capturedLength() >= 4) {
                    assertEquals(i, NativeMemory.getInt(reader.address()));
                }
            }
            assertEquals(false, reader.next());
        }
    }

    /** Wherever a file ends, what is before is read, and the rest is a fault; nothing is read beyond its end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellOfAnEndWithinAPacket(final boolean isPcapNg) throws IOException {
        final byte[] file = isPcapNg ? pcapNg(ByteOrder.LITTLE_ENDIAN, 6, 1_000_000) : pcap(ByteOrder.BIG_ENDIAN, true);
        int faults = 0;
        for (int length = 32; length < file.length; length++) {
            try (TraceReader reader = open(Arrays.copyOf(file, length))) {
                final List<String> packets = packets(reader);
                assertEquals(PACKETS.subList(0, packets.size()), packets);
                assertTrue(packets.size() < 2);
                faults += reader.fault() == null ? 0 : 1;
            }
        }
        assertTrue(faults > (file.length - 32) * 3 / 4, faults + " faults");
    }

    @Test
    void shouldSurviveGarbage() throws IOException {
        final Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            final byte[] file = round % 2 == 0
                    ? pcapNg(ByteOrder.LITTLE_ENDIAN, 6, 1_000_000)
                    : pcap(ByteOrder.LITTLE_ENDIAN, false);
            for (int i = 0; i <= round % 5; i++) {
                file[4 + random.nextInt(file.length - 4)] = (byte) random.nextInt();
            }
            try (TraceReader reader = open(file)) {
                int count = 0;
                while (reader.next()) {
                    assertTrue(reader.capturedLength() <= file.length, "seed 7, round " + round);
                    count++;
                }
                assertTrue(count <= 20, "seed 7, round " + round);
            } catch (final IOException refused) {
                assertNotNull(refused.getMessage());
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoTrace() {
        assertThrows(IOException.class, () -> open(new byte[0]));
        assertThrows(IOException.class, () -> open(new byte[] {1, 2, 3}));
        assertThrows(
                IOException.class,
                () -> open("GIF89a, not packets, really".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThrows(IOException.class, () -> TraceReader.open(folder.resolve("none")));
    }
}
