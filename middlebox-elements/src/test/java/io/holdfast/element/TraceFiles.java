package io.holdfast.element;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.trace.TraceReader;
import io.holdfast.packet.trace.TraceWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Traces written as text, for golden tests: a line per packet, {@code SECONDS FRAME} with {@link FrameText}'s frames. */
public final class TraceFiles {
    private static final int DECIMALS = 9;

    private TraceFiles() {}

    /** Writes a pcap file with microseconds. */
    public static void write(final Path path, final List<String> lines) throws IOException {
        try (TraceWriter writer = new TraceWriter(
                Files.newOutputStream(path), TraceReader.LINK_ETHERNET, TraceWriter.MAX_SNAPSHOT_BYTES, false)) {
            for (final String line : lines) {
                final String[] timeAndFrame = line.strip().split("\\s+", 2);
                final byte[] frame = FrameText.parse(timeAndFrame[1]);
                final long memory = NativeMemory.allocate(frame.length);
                NativeMemory.copyFromArray(frame, 0, memory, frame.length);
                final long timestampNs =
                        new BigDecimal(timeAndFrame[0]).movePointRight(DECIMALS).longValueExact();
                writer.write(memory, frame.length, frame.length, timestampNs);
                NativeMemory.release(memory);
            }
        }
    }

    /** What is in a trace, in the form of {@link #normalized}. */
    public static List<String> read(final Path path) throws IOException {
        final List<String> lines = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(path)) {
            while (reader.next()) {
                final byte[] frame = new byte[reader.capturedLength()];
                NativeMemory.copyToArray(reader.address(), frame, 0, frame.length);
                final boolean isWhole = reader.capturedLength() == reader.wireLength();
                lines.add(line(BigDecimal.valueOf(reader.timestampNs(), DECIMALS), frame)
                        + (isWhole ? "" : " of " + reader.wireLength()));
            }
            if (reader.fault() != null) {
                throw new IOException(reader.fault());
            }
        }
        return lines;
    }

    /** A line with its frame in hex. */
    public static String normalized(final String line) {
        final String[] timeAndFrame = line.strip().split("\\s+", 2);
        final String[] frameAndLength = timeAndFrame[1].split(" of ", 2);
        return line(new BigDecimal(timeAndFrame[0]), FrameText.parse(frameAndLength[0]))
                + (frameAndLength.length < 2 ? "" : " of " + frameAndLength[1]);
    }

    private static String line(final BigDecimal seconds, final byte[] frame) {
        return seconds.setScale(DECIMALS) + " " + HexFormat.of().formatHex(frame);
    }
}
