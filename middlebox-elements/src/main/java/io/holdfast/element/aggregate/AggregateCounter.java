package io.holdfast.element.aggregate;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.Parameter;
import io.holdfast.element.aggregate.AggregateTable.Outcome;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Counts packets or bytes for each value of the aggregate annotation: {@code AggregateCounter(keywords)}.
 *
 * <p>What comes at input 1 creates no count. Where there is an output 1, it gets what was not counted. The counts are state
 * that the workers share; the limits (AFTER_...) and the switches are each worker's.
 */
final class AggregateCounter extends Element {
    static final Parameter<Boolean> BYTES =
            Parameter.keyword("BYTES", ArgumentTypes.BOOL, "false", "", "whether bytes are counted, not packets");
    static final Parameter<Boolean> IP_BYTES = Parameter.keyword(
            "IP_BYTES", ArgumentTypes.BOOL, "false", "", "whether bytes before the IP header do not count");
    static final Parameter<Boolean> MULTIPACKET = Parameter.keyword(
            "MULTIPACKET", ArgumentTypes.BOOL, "true", "", "whether a packet that stands for several counts as such");
    static final Parameter<Boolean> EXTRA_LENGTH = Parameter.keyword(
            "EXTRA_LENGTH",
            ArgumentTypes.BOOL,
            "true",
            "",
            "whether a packet's bytes include what it lost when it was captured");
    static final Parameter<Integer> CAPACITY = Parameter.keyword(
            "CAPACITY", ArgumentTypes.integer(1, 1 << 24), "65536", "entries", "different aggregates at most");
    static final Parameter<String> BANNER =
            Parameter.keyword("BANNER", ArgumentTypes.STRING, "", "", "line for the beginning of files");

    private static final int FROZEN = 0;
    private static final int IS_ACTIVE = 1;
    private static final int NUMBERS = 2;
    private static final int RECORD_BYTES = 8;

    private final CountLimit afterAggregates = new CountLimit(CountLimit.AFTER_AGGREGATES);
    private final CountLimit afterCount = new CountLimit(CountLimit.AFTER_COUNT);
    private boolean countsBytes;
    private boolean countsIpBytes;
    private boolean countsEach;
    private boolean countsExtraLength;
    private int capacity;
    private String banner = "";
    private ElementContext context;
    private AggregateTable table;
    private LocalLongs state;
    private OutputLanes others;

    @Override
    public void configure(final Arguments arguments) {
        countsIpBytes = arguments.get(IP_BYTES);
        countsBytes = arguments.get(BYTES) || countsIpBytes;
        countsEach = arguments.get(MULTIPACKET);
        countsExtraLength = arguments.get(EXTRA_LENGTH);
        capacity = arguments.get(CAPACITY);
        banner = arguments.get(BANNER);
        afterAggregates.configure(arguments);
        afterCount.configure(arguments);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        table = new AggregateTable(context, capacity);
        state = new LocalLongs(context, "switches", NUMBERS);
        state.set(IS_ACTIVE, 1);
        afterAggregates.initialize(context, name(), "aggregates", this::freeze);
        afterCount.initialize(context, name(), "count", this::freeze);
        others = outputCount() > 1 ? new OutputLanes(output(1)) : null;
    }

    private void freeze() {
        state.set(FROZEN, 1);
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            final Packet packet = batch.get(i);
            if (count(packet, input) || others == null) {
                batch.set(kept++, packet);
            } else {
                others.add(0, packet);
            }
        }
        batch.size(kept);
        if (kept > 0) {
            output(0).push(batch);
        }
        if (others != null) {
            others.flush();
        }
    }

    private boolean count(final Packet packet, final int input) {
        if (state.get(IS_ACTIVE) == 0) {
            return false;
        }
        final long amount = amount(packet);
        final boolean isFrozen = input > 0 || state.get(FROZEN) != 0;
        final Outcome outcome = table.add(packet.annotationInt(PacketAnnotations.AGGREGATE), amount, isFrozen);
        if (outcome == Outcome.REFUSED) {
            return false;
        }
        if (outcome == Outcome.CREATED) {
            afterAggregates.add(1);
        }
        afterCount.add(amount);
        return true;
    }

    private long amount(final Packet packet) {
        if (!countsBytes) {
            return countsEach ? 1L + Math.max(0, packet.annotationInt(PacketAnnotations.EXTRA_PACKETS)) : 1;
        }
        final int link = countsIpBytes && packet.hasNetworkHeader() ? packet.networkOffset() : 0;
        final int extra = countsExtraLength ? packet.annotationInt(PacketAnnotations.EXTRA_LENGTH) : 0;
        return (long) packet.length() - link + extra;
    }

    private String head() {
        return "!IPAggregate 1.0\n" + (banner.isEmpty() ? "" : banner + "\n") + "!num_nonzero " + table.size() + "\n";
    }

    private void writeText(final String filename) {
        final StringBuilder text = new StringBuilder(head());
        table.counts()
                .forEach((aggregate, count) ->
                        text.append(aggregate).append(' ').append(count).append('\n'));
        if (filename.equals("-")) {
            context.print(text.toString());
            return;
        }
        final String fault = context.print(filename, false, text.toString());
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    private void writePacked(final String filename) {
        if (filename.equals("-")) {
            throw new IllegalArgumentException("binary data goes to files only; write_ascii_file takes '-'");
        }
        final Map<Long, Long> counts = table.counts();
        final ByteBuffer records =
                ByteBuffer.allocate(counts.size() * RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        counts.forEach((aggregate, count) ->
                records.putInt((int) (long) aggregate).putInt((int) Math.min(count, 0xffff_ffffL)));
        try (OutputStream stream = context.openFile(filename)) {
            stream.write((head() + "$packed_le\n").getBytes(StandardCharsets.UTF_8));
            stream.write(records.array());
        } catch (final IOException e) {
            throw new IllegalArgumentException(filename + ": " + e.getMessage(), e);
        }
    }

    private String counts() {
        final StringBuilder text = new StringBuilder();
        table.counts()
                .forEach((aggregate, count) ->
                        text.append(aggregate).append(' ').append(count).append('\n'));
        return text.toString();
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("counts", "aggregate and count, one per line", this::counts);
        handlers.read("nagg", "different aggregates", () -> Integer.toString(table.size()));
        handlers.read(
                "count", "packets or bytes that this worker has counted", () -> Long.toString(afterCount.count()));
        handlers.read("banner", "line for the beginning of files", () -> banner);
        handlers.read("call_after_agg", "CALL_AFTER_AGG as it was configured", afterAggregates::call);
        handlers.read("call_after_count", "CALL_AFTER_COUNT as it was configured", afterCount::call);
        handlers.write(
                "write_ascii_file", "writes all counts as text; -: standard output", text -> writeText(text.strip()));
        handlers.write("write_text_file", "the same", text -> writeText(text.strip()));
        handlers.write("write_file", "writes all counts in 8 bytes each", text -> writePacked(text.strip()));
        handlers.write("reaggregate_counts", "makes each count an aggregate", ignored -> table.reaggregate());
        handlers.write("clear", "forgets all counts", ignored -> {
            table.clear();
            afterAggregates.reset();
            afterCount.reset();
        });
        addSwitch(handlers, "freeze", "whether new aggregates are not counted", FROZEN);
        addSwitch(handlers, "active", "whether packets are counted", IS_ACTIVE);
        handlers.write("stop", "counts no more, and stops the driver", ignored -> {
            state.set(IS_ACTIVE, 0);
            context.requestStop();
        });
    }

    private void addSwitch(final Handlers handlers, final String name, final String description, final int number) {
        handlers.read(name, description, () -> Boolean.toString(state.get(number) != 0));
        handlers.write(name, "changes it", text -> state.set(number, HandlerValues.bool(text) ? 1 : 0));
    }
}
