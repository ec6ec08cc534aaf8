package io.holdfast.element.trace;

import io.holdfast.element.ActiveNotifier;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Notifier;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Task;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Packets out of what {@code ToIPSummaryDump} has written: {@code FromIPSummaryDump(FILENAME, keywords)}.
 *
 * <p>{@link SummaryPackets} says what they are like. Where it stands in the file is the worker's state; the file itself is
 * not: on every node of a group there must be the same one. A line that cannot be read is counted ({@code drops.badLine}) and
 * the first of them shown.
 */
final class FromIPSummaryDump extends Element {
    static final Parameter<String> FILENAME =
            Parameter.mandatory("FILENAME", ArgumentTypes.FILENAME, "", "IP summary dump");
    static final Parameter<Boolean> STOP =
            Parameter.keyword("STOP", ArgumentTypes.BOOL, "false", "", "whether the driver stops at the end");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether packets are read");
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

    private static final int POSITION = 0;
    private static final int COUNT = 1;
    private static final int IS_ACTIVE = 2;
    private static final int IS_OVER = 3;
    /** Packets of the line at POSITION that have been given on, of those that its count makes. */
    private static final int GIVEN = 4;

    private static final int NUMBERS = 5;
    private static final int NO_BUFFER = -1;

    private final PacketBatch batch = new PacketBatch();
    private final ActiveNotifier notifier = new ActiveNotifier(this::mayRead);
    private final SummaryLine line = new SummaryLine();
    private String filename = "";
    private boolean stops;
    private boolean startsActive;
    private boolean splits;
    private List<SummaryField> fields = List.of();
    private SummaryPackets packets;
    private ElementContext context;
    private SummaryReader reader;
    private LocalLongs state;
    private Task task;
    private Notifier signal;
    private StatisticsCounter badLine;

    @Override
    public void configure(final Arguments arguments) {
        filename = arguments.get(FILENAME);
        stops = arguments.get(STOP);
        startsActive = arguments.get(ACTIVE);
        splits = arguments.get(MULTIPACKET);
        packets = new SummaryPackets(arguments.get(PROTO), arguments.get(CHECKSUM));
        final String names = arguments.get(FIELDS);
        final String older = arguments.get(CONTENTS);
        fields = SummaryField.parse(
                older.isEmpty() ? names : older, name -> arguments.error("unknown content type '" + name + "'"));
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        badLine = context.statistics("drops.badLine");
        state = new LocalLongs(context, "place", NUMBERS);
        state.set(IS_ACTIVE, startsActive ? 1 : 0);
        try {
            reader = SummaryReader.open(Path.of(filename), fields);
        } catch (final IOException e) {
            context.error(e.getMessage());
            return;
        }
        if (!isPullOutput(0)) {
            task = context.task(this::run);
            signal = context.fullSignal(0, task);
            task.schedule();
        }
    }

    private boolean mayRead() {
        return state.get(IS_ACTIVE) != 0 && state.get(IS_OVER) == 0;
    }

    private void run() {
        if (mayRead() && signal.isActive()) {
            fill(batch, batch.capacity());
            if (!batch.isEmpty()) {
                output(0).push(batch);
            }
            if (mayRead()) {
                task.schedule();
            }
        }
    }

    @Override
    public void pull(final int output, final PacketBatch wanted, final int maxPackets) {
        if (mayRead()) {
            fill(wanted, maxPackets);
        }
    }

    private void fill(final PacketBatch wanted, final int maxPackets) {
        int added = 0;
        while (added < maxPackets) {
            reader.goTo((int) state.get(POSITION));
            final String text = reader.next();
            if (text == null) {
                end();
                return;
            }
            if (!canRead(text)) {
                state.set(POSITION, reader.position());
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
                context.chatter(name() + ": " + filename + ":" + reader.lineNumber() + ": " + e.getMessage());
            }
            badLine.increment();
            return false;
        }
    }

    /** Adds packets of the line that was read, and goes on to the next if it has no more. */
    private int give(final PacketBatch wanted, final int maxPackets) {
        final long stands = line.get(SummaryField.COUNT, 1);
        final long packetsOfLine = splits ? stands : Math.min(1, stands);
        long given = state.get(GIVEN);
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
        state.set(GIVEN, isDone ? 0 : given);
        state.add(COUNT, added);
        if (isDone) {
            state.set(POSITION, reader.position());
        }
        return isDone || added > 0 ? added : NO_BUFFER;
    }

    private Packet make() {
        final Packet packet = context.pool().allocate();
        if (packet != null && !packets.fill(packet, line)) {
            packet.free();
            return null;
        }
        return packet;
    }

    private void end() {
        state.set(IS_OVER, 1);
        if (stops) {
            context.requestStop();
        }
    }

    private void resume() {
        if (task != null) {
            task.schedule();
        }
        notifier.wake();
    }

    @Override
    public Notifier emptyNotifier(final int output) {
        return notifier;
    }

    /** No input, no packets. */
    @Override
    public void push(final int input, final PacketBatch packetsIn) {
        throw new IllegalStateException("a source has no input");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets read", () -> Long.toString(state.get(COUNT)));
        handlers.read("filename", "the file", () -> filename);
        handlers.read("filesize", "bytes of the file", () -> Integer.toString(reader.lengthBytes()));
        handlers.read("filepos", "bytes read", () -> Long.toString(state.get(POSITION)));
        handlers.read("active", "whether packets are read", () -> state.get(IS_ACTIVE) == 0 ? "false" : "true");
        handlers.write("active", "says whether packets are read", text -> {
            state.set(IS_ACTIVE, HandlerValues.bool(text) ? 1 : 0);
            resume();
        });
        handlers.write("stop", "ends reading, and stops the driver", ignored -> {
            state.set(IS_ACTIVE, 0);
            context.requestStop();
        });
    }
}
