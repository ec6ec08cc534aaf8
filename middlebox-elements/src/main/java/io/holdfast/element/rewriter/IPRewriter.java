package io.holdfast.element.rewriter;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Output;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.SharedTable;
import io.holdfast.element.SoftState;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.TcpHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Translates addresses and ports of flows, and of their answers back: {@code IPRewriter(INPUT0, INPUT1, ..., keywords)},
 * and its relatives, which differ in what a flow is ({@link RewriterKind}).
 *
 * <p>A packet whose tuple has a mapping is rewritten and leaves by the mapping's output, whatever its input. One
 * without is treated as its input says ({@link InputSpecReader}):
 * <ul>
 *   <li>{@code pattern SADDR SPORT DADDR DPORT FOUTPUT ROUTPUT}: a mapping is made; such packets leave by FOUTPUT, answers
 *       by ROUTPUT. {@code -} keeps a field; SPORT may be a range ({@link PortRange}). A pattern may have a name
 *       ({@link IPRewriterPatterns}).
 *   <li>{@code keep FOUTPUT ROUTPUT}: the same without a change.
 *   <li>the name of a mapper, which chooses a pattern for each flow ({@link FlowMapper}).
 *   <li>{@code pass OUTPUT}: goes on as it is, without a mapping.
 *   <li>{@code drop}.
 * </ul>
 *
 * <p>Keywords: {@link RewriterKeywords}. Network headers must be set and checked (CheckIPHeader). A mapping belongs to
 * the whole tuple, so towards another destination the same port can be given again, and more than 64k flows share one
 * address (address- and port-dependent mapping in the words of RFC 4787). A TCP packet other than a SYN makes no
 * mapping (RFC 5382) unless {@code TCP_MIDSTREAM true}.
 *
 * <p>When all mappings are in use, one that is not guaranteed is given up for a new flow: of those in the same part of
 * the table, that which has the least time left. If there is none, the packet is dropped ({@code drops.tableFull}).
 *
 * <p>Fragments but the first have no ports: they are dropped and counted, as are packets of other protocols, except
 * where the input says {@code pass}. Nothing is allocated per packet.
 */
public class IPRewriter extends Element {
    private static final int NO_MAPPING = -2;

    /** Place of a hash that nobody expected. */
    private static final int UNEXPECTED = Integer.MAX_VALUE;

    /** Ethernet, IP with all options, TCP without options. */
    private static final int HEADER_DEPTH_BYTES = EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH + TcpHeader.MIN_LENGTH;

    private final RewriterKind kind;
    private final List<InputSpec> inputs = new ArrayList<>();
    private final PacketTuple[] tuples = new PacketTuple[PacketBatch.BURST_PACKETS];

    @SoftState("of use within one push")
    private final long[] hashes = new long[PacketBatch.BURST_PACKETS];

    private final boolean[] translates = new boolean[256];
    private RewriterSettings settings;
    private ElementContext context;
    private MappingTable mappings;
    private SharedTable table;
    private MappingRule[] rules = new MappingRule[0];
    private InputSpec[] specs;
    private OutputLanes lanes;
    private RewriterCounters counters;

    /** Where outputs are noted; null while a push is under way, as a graph may lead packets back to this element. */
    @SoftState("of use within one push")
    private int[] spareChoices = new int[PacketBatch.BURST_PACKETS];

    @SoftState("of use within one push")
    private long nowNs;

    IPRewriter(final RewriterKind kind) {
        this.kind = kind;
        Arrays.setAll(tuples, i -> kind.tuples().get());
        for (int protocol = 0; protocol < translates.length; protocol++) {
            translates[protocol] =
                    kind.protocols().isEmpty() || kind.protocols().contains(protocol);
        }
    }

    @Override
    public void configure(final Arguments arguments) {
        settings = RewriterSettings.take(arguments, kind.keywords());
        for (final String text : arguments.rest()) {
            inputs.add(parse(arguments, text));
        }
        if (inputs.size() != inputCount()) {
            arguments.error("need as many input specifications as inputs: " + inputs.size() + " and " + inputCount());
        }
        arguments.finish();
    }

    private InputSpec parse(final Arguments arguments, final String text) {
        try {
            final InputSpec spec = new InputSpecReader(kind.patternWords(), arguments.scope()).read(text);
            if (spec.mapper() != null && kind.patternWords() != RewritePattern.FLOW_WORDS) {
                throw new IllegalArgumentException("mappers choose ports, of which this class knows nothing: " + text);
            }
            if (kind == RewriterKind.ADDRESS && spec.pattern().changesDestination()) {
                throw new IllegalArgumentException("DADDR must be '-': " + text);
            }
            if (spec.highestOutput() < outputCount()) {
                return spec;
            }
            throw new IllegalArgumentException("output " + spec.highestOutput() + " is not connected");
        } catch (final IllegalArgumentException e) {
            arguments.error("INPUT" + inputs.size() + ": " + e.getMessage());
            return InputSpec.DROPPED;
        }
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        mappings = new MappingTable(context, settings);
        table = mappings.entries();
        counters = new RewriterCounters(context);
        specs = inputs.toArray(InputSpec[]::new);
        rules = new MappingRule[specs.length];
        for (int i = 0; i < specs.length; i++) {
            rules[i] = specs[i].kind() == InputSpec.Kind.MAP ? MappingRule.of(specs[i], context, "ports" + i) : null;
        }
        final Output[] outputs = new Output[outputCount()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = output(i);
        }
        lanes = new OutputLanes(context, outputs);
        new MappingSweeper(context, mappings, settings).start();
    }

    @Override
    public int headerDepthBytes() {
        return HEADER_DEPTH_BYTES;
    }

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        nowNs = context.timeNs();
        final int count = batch.size();
        int[] choices = spareChoices;
        if (choices == null || count > choices.length) {
            choices = new int[batch.capacity()];
        }
        spareChoices = null;
        for (int begin = 0; begin < count; begin += PacketBatch.BURST_PACKETS) {
            take(input, batch, begin, Math.min(count - begin, PacketBatch.BURST_PACKETS), choices);
        }
        context.actForAll();
        lanes.distribute(batch, choices);
        spareChoices = choices;
    }

    /** Reads all tuples first: so the table can have the memory of all look-ups fetched at the same time. */
    private void take(final int input, final PacketBatch batch, final int begin, final int count, final int[] choices) {
        for (int i = 0; i < count; i++) {
            final PacketTuple tuple = tuples[i];
            tuple.read(batch.get(begin + i));
            hashes[i] = table.hash(tuple.key0, tuple.key1);
        }
        table.expect(hashes, count);
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(begin + i);
            final PacketTuple tuple = tuples[i];
            context.actFor(packet);
            final int output = isTranslated(tuple) ? translate(packet, tuple, hashes[i], i) : NO_MAPPING;
            choices[begin + i] = output == NO_MAPPING ? choose(input, packet, tuple, hashes[i]) : output;
        }
    }

    private boolean isTranslated(final PacketTuple tuple) {
        return tuple.verdict == PacketTuple.Verdict.READ && translates[tuple.protocol];
    }

    /** Chooses for a packet that has no mapping by its tuple as it stands, or no tuple. */
    private int choose(final int input, final Packet packet, final PacketTuple tuple, final long hash) {
        final PacketTuple.Verdict verdict = tuple.verdict;
        if (isTranslated(tuple)) {
            int output = NO_MAPPING;
            if (tuple.turnToAnswer()) {
                output = translate(packet, tuple, table.hash(tuple.key0, tuple.key1), UNEXPECTED);
                tuple.turnBack();
            }
            return output == NO_MAPPING ? chooseForUnknown(input, packet, tuple, hash) : output;
        }
        if (verdict == PacketTuple.Verdict.MALFORMED) {
            return drop(packet, counters.malformed);
        }
        if (specs[input].kind() == InputSpec.Kind.PASS) {
            return specs[input].forwardOutput();
        }
        return drop(packet, verdict == PacketTuple.Verdict.FRAGMENT ? counters.fragment : counters.otherProtocol);
    }

    /**
     * Rewrites a packet whose tuple has a mapping.
     *
     * @param place of the hash among those that were expected
     * @return its output, or {@link #NO_MAPPING}; the packet is then unchanged
     */
    private int translate(final Packet packet, final PacketTuple tuple, final long hash, final int place) {
        final long value = table.openExpected(tuple.key0, tuple.key1, hash, place);
        if (value == SharedTable.NONE) {
            table.close();
            return NO_MAPPING;
        }
        final long newAddresses = MappingEntry.newAddresses(value);
        final int newPorts = MappingEntry.newPorts(value);
        final int output = MappingEntry.output(value);
        final int state = MappingEntry.state(value);
        final boolean changes = nowNs - MappingEntry.lastUsedNs(value, nowNs) > settings.touchIntervalNs()
                || FlowState.next(state, MappingEntry.direction(value), tuple.stateProtocol, tuple.tcpFlags) != state;
        final boolean isShifted = (state & FlowState.SHIFTED) != 0;
        final long partner0 = isShifted ? MappingEntry.partnerKey0(value) : 0;
        final long partner1 = isShifted ? MappingEntry.partnerKey1(value, FlowKey.protocol(tuple.key1)) : 0;
        table.close();
        if (changes && !mappings.refresh(tuple, nowNs)) {
            return NO_MAPPING;
        }
        tuple.rewrite(packet, newAddresses, newPorts);
        if (settings.setsDestination()) {
            packet.destinationIp(packet.getInt(tuple.network + Ipv4Header.DESTINATION_OFFSET));
        }
        if (isShifted) {
            adjust(packet, tuple, partner0, partner1);
        }
        return output;
    }

    /**
     * Does more to a packet of a flow that is marked as shifted, which has been rewritten.
     *
     * @param partner0 of the opposite direction's key, with partner1
     */
    void adjust(final Packet packet, final PacketTuple tuple, final long partner0, final long partner1) {}

    private int chooseForUnknown(final int input, final Packet packet, final PacketTuple tuple, final long hash) {
        final InputSpec spec = specs[input];
        return switch (spec.kind()) {
            case PASS -> spec.forwardOutput();
            case DROP -> drop(packet, counters.noMapping);
            case MAP -> map(rules[input], null, packet, tuple, hash);
            case MAPPER -> {
                spec.mapper().begin(tuple.key0, tuple.key1);
                yield map(spec.mapper().next(), spec.mapper(), packet, tuple, hash);
            }
        };
    }

    /** Makes a mapping by a rule, or by the others that a mapper has if that one has no port left. */
    private int map(
            final MappingRule first,
            final FlowMapper mapper,
            final Packet packet,
            final PacketTuple tuple,
            final long hash) {
        final boolean isMidstream = !tuple.opensFlow();
        if (isMidstream && !(settings.midstream() && FlowState.canJoin(tuple.stateProtocol, tuple.tcpFlags))) {
            return drop(packet, counters.notOpening);
        }
        final int state = isMidstream
                ? FlowState.midstream()
                : FlowState.next(0, MappingEntry.FORWARD, tuple.stateProtocol, tuple.tcpFlags);
        MappingRule rule = first;
        MappingTable.Outcome outcome = mappings.create(tuple, rule, state, nowNs);
        while (outcome == MappingTable.Outcome.NO_PORT && mapper != null && rule != null) {
            rule = mapper.next();
            outcome = rule == null ? outcome : mappings.create(tuple, rule, state, nowNs);
        }
        final boolean isMapped = outcome == MappingTable.Outcome.CREATED || outcome == MappingTable.Outcome.PRESENT;
        final int output = isMapped ? translate(packet, tuple, hash, UNEXPECTED) : NO_MAPPING;
        if (output != NO_MAPPING) {
            return output;
        }
        counters.mappingFailures.increment();
        return drop(packet, outcome == MappingTable.Outcome.NO_PORT ? counters.noPort : counters.tableFull);
    }

    private static int drop(final Packet packet, final StatisticsCounter reason) {
        reason.increment();
        packet.free();
        return OutputLanes.FREED;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("size", "mappings at present", () -> Integer.toString(mappings.size()));
        handlers.read("nmappings", "mappings at present", () -> Integer.toString(mappings.size()));
        handlers.read("table_size", "mappings at present", () -> Integer.toString(mappings.size()));
        handlers.read("capacity", "most mappings", () -> Integer.toString(settings.capacityMappings()));
        handlers.read(
                "mapping_failures",
                "mappings that could not be made",
                () -> Long.toString(counters.mappingFailures.get()));
        handlers.read("patterns", "the inputs' patterns", this::patterns);
        handlers.read("table", "all mappings", () -> report().table(MappingReport.ALL));
        for (final int protocol : kind.protocols()) {
            handlers.read(
                    MappingReport.tableName(protocol), "mappings of the protocol", () -> report().table(protocol));
        }
        handlers.write("clear", "removes all mappings", ignored -> mappings.clear());
    }

    private MappingReport report() {
        return new MappingReport(mappings, context, settings.followsTcp());
    }

    private String patterns() {
        final StringBuilder text = new StringBuilder();
        for (final MappingRule rule : rules) {
            if (rule != null) {
                text.append(rule.spec().pattern())
                        .append(" [")
                        .append(rule.spec().forwardOutput())
                        .append("] [")
                        .append(rule.spec().replyOutput())
                        .append("]\n");
            }
        }
        return text.toString();
    }

    /** The mappings, for elements that work together with this one. Valid from {@link #initialize} on. */
    final MappingTable mappings() {
        return mappings;
    }

    /** The rule of an input; null if it makes no mappings by itself. Valid from {@link #initialize} on. */
    final MappingRule rule(final int input) {
        return rules[input];
    }
}
