package io.holdfast.element.trace;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Packets out of what {@code ToIPSummaryDump} has written: {@code FromIPSummaryDump(FILENAME, keywords)}.
 *
 * <p>{@link SummaryPackets} says what they are like. A line that cannot be read is counted ({@code drops.badLine}) and the first
 * of them shown.
 */
final class FromIPSummaryDump extends FileSource {
    static final Parameter<String> FILENAME =
            Parameter.mandatory("FILENAME", ArgumentTypes.FILENAME, "", "IP summary dump");
    static final Parameter<Boolean> CHECKSUM =
            Parameter.keyword("CHECKSUM", ArgumentTypes.BOOL, "false", "", "whether IP checksums are right");
    static final Parameter<Integer> PROTO = Parameter.keyword(
            "PROTO", ArgumentTypes.integer(0, 255), "6", "", "protocol of packets whose line has none");
    static final Parameter<Boolean> MULTIPACKET = Parameter.keyword(
            "MULTIPACKET", ArgumentTypes.BOOL, "false", "", "whether a line with a count makes as many packets");
    static final Parameter<String> FIELDS = Parameter.keyword(
            "FIELDS", ArgumentTypes.TEXT, "ip_src ip_dst", "", "columns, if the file has no line !data");
    static final Parameter<String> CONTENTS =
            Parameter.keyword("CONTENTS", ArgumentTypes.TEXT, "", "", "the same, its older name");

    /** Packets of the line at POSITION that have been given on, of those that its count makes. */
    private static final int GIVEN = NUMBERS;

    private static final int NO_BUFFER = -1;

    private final SummaryLine line = new SummaryLine();
    private boolean splits;
    private List<SummaryField> fields = List.of();
    private SummaryPackets packets;
    private SummaryReader reader;
    private StatisticsCounter badLine;

    @Override
    public void configure(final Arguments arguments) {
        configureSource(arguments, FILENAME);
        splits = arguments.get(MULTIPACKET);
        packets = new SummaryPackets(arguments.get(PROTO), arguments.get(CHECKSUM));
        final String names = arguments.get(FIELDS);
        final String older = arguments.get(CONTENTS);
        fields = SummaryField.parse(
                older.isEmpty() ? names : older, name -> arguments.error("unknown content type '" + name + "'"));
        arguments.finish();
    }

    @Override
    int numbers() {
        return NUMBERS + 1;
    }

    @Override
    void open(final Path path) throws IOException {
        badLine = context().statistics("drops.badLine");
        reader = SummaryReader.open(path, fields);
    }

    @Override
    void fill(final PacketBatch wanted, final int maxPackets) {
        int added = 0;
        while (added < maxPackets) {
            reader.goTo((int) state().get(POSITION));
            final String text = reader.next();
            if (text == null) {
                end();
                return;
            }
            if (!canRead(text)) {
                state().set(POSITION, reader.position());
                continue;
            }
            final int given = give(wanted, maxPackets - added);
            if (given == NO_BUFFER) {
                return; // no buffer: later
            }
            added += given;
        }
    }

    private boolean canRead(final String text) {
        try {
            if (reader.fault() != null) {
                throw new IllegalArgumentException(reader.fault());
            }
            line.parse(text, reader.fields());
            return true;
        } catch (final IllegalArgumentException e) {
            if (badLine.get() == 0) {
                context().chatter(name() + ": " + filename() + ":" + reader.lineNumber() + ": " + e.getMessage());
            }
            badLine.increment();
            return false;
        }
    }

    /** Adds packets of the line that was read, and goes on to the next if it has no more. */
    private int give(final PacketBatch wanted, final int maxPackets) {
        final long stands = line.get(SummaryField.COUNT, 1);
        final long packetsOfLine = splits ? stands : Math.min(1, stands);
        long given = state().get(GIVEN);
        int added = 0;
        while (added < maxPackets && given < packetsOfLine) {
            final Packet packet = make();
            if (packet == null) {
                break;
            }
            if (!splits && stands > 1) {
                packet.annotationInt(PacketAnnotations.EXTRA_PACKETS, (int) (stands - 1));
            }
            wanted.add(packet);
            added++;
            given++;
        }
        final boolean isDone = given >= packetsOfLine;
        state().set(GIVEN, isDone ? 0 : given);
        state().add(COUNT, added);
        if (isDone) {
            state().set(POSITION, reader.position());
        }
        return isDone || added > 0 ? added : NO_BUFFER;
    }

    private Packet make() {
        final Packet packet = context().pool().allocate();
        if (packet != null && !packets.fill(packet, line)) {
            packet.free();
            return null;
        }
        return packet;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        super.addHandlers(handlers);
        handlers.read("filesize", "bytes of the file", () -> Integer.toString(reader.lengthBytes()));
    }
}
