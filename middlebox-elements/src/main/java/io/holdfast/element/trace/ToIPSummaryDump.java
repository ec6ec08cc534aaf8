package io.holdfast.element.trace;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.util.List;

/**
 * Writes a line for each packet: {@code ToIPSummaryDump(FILENAME, keywords)}. Network headers must be set.
 *
 * <pre>
 *   !IPSummaryDump 1.3
 *   !data ip_src sport ip_proto tcp_flags
 *   10.0.0.2 4000 T SA
 *   10.0.0.3 - I -
 * </pre>
 *
 * <p>The file is not held until the log is safe; a replica writes none.
 */
final class ToIPSummaryDump extends Element {
    static final Parameter<String> FILENAME = Parameter.mandatory(
            "FILENAME", ArgumentTypes.FILENAME, "", "file to write, over what it held; -: standard output");
    static final Parameter<String> FIELDS = Parameter.keyword(
            "FIELDS", ArgumentTypes.TEXT, "ip_src ip_dst", "", "columns; names that contain blanks are in quotes");
    static final Parameter<String> CONTENTS =
            Parameter.keyword("CONTENTS", ArgumentTypes.TEXT, "", "", "the same, its older name");
    static final Parameter<Boolean> VERBOSE =
            Parameter.keyword("VERBOSE", ArgumentTypes.BOOL, "false", "", "whether the time of the start is written");
    static final Parameter<String> BANNER =
            Parameter.keyword("BANNER", ArgumentTypes.STRING, "", "", "who made the file, for its beginning");
    static final Parameter<Boolean> MULTIPACKET = Parameter.keyword(
            "MULTIPACKET",
            ArgumentTypes.BOOL,
            "false",
            "",
            "whether a packet that stands for several has as many lines; not with the field count");
    static final Parameter<Boolean> BAD_PACKETS = Parameter.keyword(
            "BAD_PACKETS", ArgumentTypes.BOOL, "false", "", "whether broken headers make a line !bad");

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MICROSECOND_NS = 1000;

    private String filename = "";
    private List<SummaryField> fields = List.of();
    private boolean isVerbose;
    private String banner = "";
    private boolean writesEach;
    private boolean showsBad;
    private LineFile file;
    private StatisticsCounter count;

    @Override
    public void configure(final Arguments arguments) {
        filename = arguments.get(FILENAME);
        final String names = arguments.get(FIELDS);
        final String older = arguments.get(CONTENTS);
        fields = SummaryField.parse(
                older.isEmpty() ? names : older, name -> arguments.error("unknown content type '" + name + "'"));
        isVerbose = arguments.get(VERBOSE);
        banner = arguments.get(BANNER);
        writesEach = arguments.get(MULTIPACKET) && !fields.contains(SummaryField.COUNT);
        showsBad = arguments.get(BAD_PACKETS);
        if (banner.contains("\n")) {
            arguments.error("BANNER: must be one line");
        }
        arguments.finish();
    }

    /** Everything up to the payload is looked at; payload_len comes from the header. */
    @Override
    public int headerDepthBytes() {
        return 14 + 60 + 60;
    }

    @Override
    public void initialize(final ElementContext context) {
        count = context.statistics("count");
        file = LineFile.open(context, name(), filename);
        final StringBuilder head = new StringBuilder("!IPSummaryDump 1.3\n");
        if (!banner.isEmpty()) {
            head.append("!creator \"").append(banner).append("\"\n");
        }
        if (isVerbose) {
            final long micros = Math.floorMod(context.timeNs(), SECOND_NS) / MICROSECOND_NS;
            head.append("!starttime ").append(context.timeNs() / SECOND_NS).append('.');
            head.append(Long.toString(micros + 1_000_000), 1, 7).append('\n');
        }
        file.write(head.append("!data ").append(SummaryField.text(fields)).append('\n'));
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < batch.size(); i++) {
            append(batch.get(i), lines);
        }
        file.write(lines);
        file.flush();
        if (outputCount() > 0) {
            output(0).push(batch);
        } else {
            batch.free();
        }
    }

    private void append(final Packet packet, final StringBuilder lines) {
        final String fault = showsBad ? SummaryWriter.fault(packet) : null;
        final int times = writesEach && fault == null ? SummaryWriter.count(packet) : 1;
        for (int i = 0; i < times; i++) {
            if (fault == null) {
                SummaryWriter.append(packet, fields, lines);
            } else {
                lines.append("!bad ").append(fault);
            }
            lines.append('\n');
            count.increment();
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "lines written", () -> Long.toString(count.get()));
        handlers.read("fields", "columns", () -> SummaryField.text(fields));
        handlers.write("flush", "writes what has gathered", ignored -> file.flush());
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
