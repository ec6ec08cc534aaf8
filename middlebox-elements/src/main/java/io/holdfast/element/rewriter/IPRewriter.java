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
import java.util.Set;

/**
 * Translates addresses and ports of flows, and of their answers back: {@code IPRewriter(INPUT0, INPUT1, ..., keywords)}.
 *
 * <p>A packet whose tuple has a mapping is rewritten and leaves by the mapping's output, whatever its input. One
 * without is treated as its input says:
 * <ul>
 *   <li>{@code pattern SADDR SPORT DADDR DPORT FOUT ROUT}: a mapping is made; such packets leave by FOUT, answers by
 *       ROUT. {@code -} keeps a field; SPORT may be a range ({@link PortRange}).
 *   <li>{@code keep FOUT ROUT}: the same without a change.
 *   <li>{@code pass OUT}: goes on as it is, without a mapping.
 *   <li>{@code drop}.
 * </ul>
 *
 * <p>Keywords: {@link RewriterSettings}. Network headers must be set and checked (CheckIPHeader). A mapping belongs to
 * the whole tuple, so towards another destination the same port can be given again, and more than 64k flows share one
 * address (address- and port-dependent mapping in the words of RFC 4787). A TCP packet other than a SYN makes no
 * mapping (RFC 5382) unless {@code TCP_MIDSTREAM true}.
 *
 * <p>Fragments but the first have no ports: they are dropped and counted, as are packets of other protocols, except
 * where the input says {@code pass}. Nothing is allocated per packet.
 */
public final class IPRewriter extends Element {
    private static final int NO_MAPPING = -2;

    /** Ethernet, IP with all options, TCP without options. */
    private static final int HEADER_DEPTH_BYTES = EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH + TcpHeader.MIN_LENGTH;

    private final Set<Integer> protocols;
    private final List<InputSpec> inputs = new ArrayList<>();
    private final PacketTuple[] tuples = new PacketTuple[PacketBatch.BURST_PACKETS];

    @SoftState("of use within one push")
    private final long[] hashes = new long[PacketBatch.BURST_PACKETS];

    private RewriterSettings settings;
    private ElementContext context;
    private MappingTable mappings;
    private SharedTable table;
    private PortChooser[] choosers;
    private InputSpec[] specs;
    private OutputLanes lanes;
    private RewriterCounters counters;
    private boolean[] translates;

    @SoftState("of use within one push")
    private int[] choices = new int[PacketBatch.BURST_PACKETS];

    @SoftState("of use within one push")
    private long nowNs;

    private IPRewriter(final Set<Integer> protocols) {
        this.protocols = protocols;
        Arrays.setAll(tuples, i -> new PacketTuple());
    }

    /** Translates TCP and UDP. */
    public static IPRewriter forTcpAndUdp() {
        return new IPRewriter(Set.of(Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP));
    }

    /** Translates TCP. */
    public static IPRewriter forTcp() {
        return new IPRewriter(Set.of(Ipv4Header.PROTOCOL_TCP));
    }

    /** Translates UDP. */
    public static IPRewriter forUdp() {
        return new IPRewriter(Set.of(Ipv4Header.PROTOCOL_UDP));
    }

    /** Translates ICMP echo; a pattern's SPORT is the range of identifiers (RFC 5508 section 3.1). */
    public static IPRewriter forPing() {
        return new IPRewriter(Set.of(Ipv4Header.PROTOCOL_ICMP));
    }

    @Override
    public void configure(final Arguments arguments) {
        settings = RewriterSettings.take(arguments);
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
            final InputSpec spec = InputSpec.parse(text);
            if (spec.kind() == InputSpec.Kind.DROP || spec.highestOutput() < outputCount()) {
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
        choosers = new PortChooser[specs.length];
        for (int i = 0; i < specs.length; i++) {
            choosers[i] = new PortChooser(specs[i].pattern().sourcePorts(), context, "ports" + i);
        }
        translates = new boolean[256];
        protocols.forEach(protocol -> translates[protocol] = true);
        final Output[] outputs = new Output[outputCount()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = output(i);
        }
        lanes = new OutputLanes(outputs);
        new MappingSweeper(context, mappings, settings).start();
    }

    @Override
    public int headerDepthBytes() {
        return HEADER_DEPTH_BYTES;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        nowNs = context.timeNs();
        final int count = batch.size();
        if (count > choices.length) {
            choices = new int[batch.capacity()];
        }
        for (int begin = 0; begin < count; begin += PacketBatch.BURST_PACKETS) {
            take(input, batch, begin, Math.min(count - begin, PacketBatch.BURST_PACKETS));
        }
        lanes.distribute(batch, choices);
    }

    /** Reads all tuples first: so the table can have the memory of all look-ups fetched at the same time. */
    private void take(final int input, final PacketBatch batch, final int begin, final int count) {
        for (int i = 0; i < count; i++) {
            final PacketTuple tuple = tuples[i];
            tuple.read(batch.get(begin + i));
            hashes[i] = table.hash(tuple.key0, tuple.key1);
        }
        table.expect(hashes, count);
        for (int i = 0; i < count; i++) {
            choices[begin + i] = choose(input, batch.get(begin + i), tuples[i], hashes[i]);
        }
    }

    private int choose(final int input, final Packet packet, final PacketTuple tuple, final long hash) {
        final PacketTuple.Verdict verdict = tuple.verdict;
        if (verdict == PacketTuple.Verdict.READ && translates[tuple.protocol]) {
            final int output = translate(packet, tuple, hash);
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
     * @return its output, or {@link #NO_MAPPING}; the packet is then unchanged
     */
    private int translate(final Packet packet, final PacketTuple tuple, final long hash) {
        final long value = table.openRead(tuple.key0, tuple.key1, hash);
        if (value == SharedTable.NONE) {
            table.close();
            return NO_MAPPING;
        }
        final long newAddresses = MappingEntry.newAddresses(value);
        final int newPorts = MappingEntry.newPorts(value);
        final int output = MappingEntry.output(value);
        final int state = MappingEntry.state(value);
        final boolean changes = nowNs - MappingEntry.lastUsedNs(value, nowNs) > settings.touchIntervalNs()
                || FlowState.next(state, MappingEntry.direction(value), tuple.protocol, tuple.tcpFlags) != state;
        table.close();
        if (changes && !mappings.refresh(tuple, nowNs)) {
            return NO_MAPPING;
        }
        tuple.rewrite(packet, newAddresses, newPorts);
        if (settings.setsDestination()) {
            packet.destinationIp(FlowKey.destination(newAddresses));
        }
        return output;
    }

    private int chooseForUnknown(final int input, final Packet packet, final PacketTuple tuple, final long hash) {
        final InputSpec spec = specs[input];
        return switch (spec.kind()) {
            case PASS -> spec.forwardOutput();
            case DROP -> drop(packet, counters.noMapping);
            case MAP -> map(input, packet, tuple, hash);
        };
    }

    private int map(final int input, final Packet packet, final PacketTuple tuple, final long hash) {
        final boolean isMidstream = !tuple.opensFlow();
        if (isMidstream && !(settings.midstream() && FlowState.canJoin(tuple.protocol, tuple.tcpFlags))) {
            return drop(packet, counters.notOpening);
        }
        final int state = isMidstream
                ? FlowState.midstream()
                : FlowState.next(0, MappingEntry.FORWARD, tuple.protocol, tuple.tcpFlags);
        final PortChooser ports = choosers[input];
        ports.begin(FlowKey.sourcePort(FlowKey.ports(tuple.key1)));
        final MappingTable.Outcome outcome = mappings.create(tuple, specs[input], ports, state, nowNs);
        final boolean isMapped = outcome == MappingTable.Outcome.CREATED || outcome == MappingTable.Outcome.PRESENT;
        final int output = isMapped ? translate(packet, tuple, hash) : NO_MAPPING;
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
        handlers.read("size", () -> Integer.toString(mappings.size()));
        handlers.read("nmappings", () -> Integer.toString(mappings.size()));
        handlers.read("capacity", () -> Integer.toString(settings.capacityMappings()));
        handlers.read("mapping_failures", () -> Long.toString(counters.mappingFailures.get()));
        for (final int protocol : protocols) {
            handlers.read(
                    MappingReport.tableName(protocol), () -> new MappingReport(mappings, context).table(protocol));
        }
        handlers.write("clear", ignored -> mappings.clear());
    }
}
