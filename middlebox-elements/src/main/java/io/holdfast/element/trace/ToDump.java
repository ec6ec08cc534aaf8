package io.holdfast.element.trace;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.SoftState;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.trace.TraceReader;
import io.holdfast.packet.trace.TraceWriter;
import java.io.IOException;
import java.util.Locale;

/**
 * Packets into a pcap file: {@code ToDump(FILENAME, keywords)}. They go on by output 0, if there is one.
 *
 * <p>The file is no output that is held until the log is safe, and a replica writes none. Packets without a timestamp get
 * the burst's time. What cannot be written is counted ({@code drops.notWritten}); the first reason is shown.
 */
final class ToDump extends Element {
    static final Parameter<String> FILENAME =
            Parameter.mandatory("FILENAME", ArgumentTypes.FILENAME, "", "file to write, over what it held");
    static final Parameter<Integer> SNAPLEN = Parameter.optional(
            "SNAPLEN",
            ArgumentTypes.integer(0, TraceWriter.MAX_SNAPSHOT_BYTES),
            "2000",
            "bytes",
            "kept of each packet; 0: all");
    static final Parameter<String> ENCAP =
            Parameter.optional("ENCAP", ArgumentTypes.WORD, "ETHER", "", "what packets begin with: ETHER or IP");
    static final Parameter<Boolean> EXTRA_LENGTH = Parameter.keyword(
            "EXTRA_LENGTH",
            ArgumentTypes.BOOL,
            "true",
            "",
            "whether a packet's length counts what it lost when it was captured");
    static final Parameter<Boolean> NANO =
            Parameter.keyword("NANO", ArgumentTypes.BOOL, "false", "", "whether times are written to the nanosecond");
    static final Parameter<Boolean> UNBUFFERED =
            Parameter.keyword("UNBUFFERED", ArgumentTypes.BOOL, "false", "", "whether each burst is written at once");

    private String filename = "";
    private int snapshotBytes;
    private int linkType;
    private boolean countsExtraLength;
    private boolean hasNanoseconds;
    private boolean isUnbuffered;
    private ElementContext context;

    @SoftState("a file is no state")
    private TraceWriter writer;

    private StatisticsCounter count;
    private StatisticsCounter notWritten;

    @Override
    public void configure(final Arguments arguments) {
        filename = arguments.get(FILENAME);
        final int given = arguments.get(SNAPLEN);
        snapshotBytes = given == 0 ? TraceWriter.MAX_SNAPSHOT_BYTES : given;
        linkType = linkType(arguments, arguments.get(ENCAP));
        countsExtraLength = arguments.get(EXTRA_LENGTH);
        hasNanoseconds = arguments.get(NANO);
        isUnbuffered = arguments.get(UNBUFFERED);
        arguments.finish();
    }

    private static int linkType(final Arguments arguments, final String encapsulation) {
        return switch (encapsulation.toUpperCase(Locale.ROOT)) {
            case "ETHER" -> TraceReader.LINK_ETHERNET;
            case "IP", "RAW" -> TraceReader.LINK_RAW;
            default -> {
                arguments.error("ENCAP: bad encapsulation type, ETHER or IP expected");
                yield TraceReader.LINK_ETHERNET;
            }
        };
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        count = context.statistics("count");
        notWritten = context.statistics("drops.notWritten");
        try {
            writer = new TraceWriter(context.openFile(filename), linkType, snapshotBytes, hasNanoseconds);
        } catch (final IOException e) {
            context.error(filename + ": " + e.getMessage());
        }
    }

    @Override
    public int headerDepthBytes() {
        return snapshotBytes;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        write(batch);
        if (outputCount() > 0) {
            output(0).push(batch);
        } else {
            batch.free();
        }
    }

    private void write(final PacketBatch batch) {
        if (writer == null) {
            notWritten.add(batch.size());
            return;
        }
        try {
            for (int i = 0; i < batch.size(); i++) {
                write(batch.get(i));
            }
            if (isUnbuffered) {
                writer.flush();
            }
            count.add(batch.size());
        } catch (final IOException e) {
            context.chatter(name() + ": " + filename + ": " + e.getMessage() + "; writing ends");
            notWritten.add(batch.size());
            writer = null;
        }
    }

    private void write(final Packet packet) throws IOException {
        final int extra = countsExtraLength ? packet.annotationInt(PacketAnnotations.EXTRA_LENGTH) : 0;
        final long timestampNs = packet.timestampNs();
        writer.write(
                packet.address(),
                packet.knownLength(),
                packet.length() + extra,
                timestampNs == 0 ? context.timeNs() : timestampNs);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets written", () -> Long.toString(count.get()));
        handlers.read("filename", "the file", () -> filename);
        handlers.write("flush", "writes what has gathered", ignored -> flush());
    }

    private void flush() {
        try {
            if (writer != null) {
                writer.flush();
            }
        } catch (final IOException e) {
            throw new IllegalArgumentException(filename + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (writer == null) {
            return;
        }
        try {
            writer.close();
        } catch (final IOException e) {
            context.chatter(name() + ": " + filename + ": " + e.getMessage());
        }
    }
}
