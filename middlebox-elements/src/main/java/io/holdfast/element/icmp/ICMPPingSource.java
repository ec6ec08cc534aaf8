package io.holdfast.element.icmp;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Timer;
import io.holdfast.element.ip.Ipv4Fields;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.IcmpHeader;
import io.holdfast.packet.header.Ipv4Header;
import java.nio.charset.StandardCharsets;

/**
 * Sends ICMP echo requests at an interval, and counts the replies that come in by its input.
 *
 * <p>The requests are IPv4 packets with the destination annotation set. Of replies, those to one of the last 64
 * requests are counted, once each, with their round-trip times; other packets are dropped ({@code drops.other}). Who is
 * last, when each was sent and how many there were is part of the state.
 */
final class ICMPPingSource extends Element {
    static final Parameter<Integer> DST = Parameter.mandatory("DST", ArgumentTypes.IP, "", "destination address");
    static final Parameter<Long> INTERVAL =
            Parameter.keyword("INTERVAL", ArgumentTypes.DURATION_NS, "1", "s", "time between requests");
    static final Parameter<Integer> LIMIT = Parameter.keyword(
            "LIMIT", ArgumentTypes.integer(-1, Integer.MAX_VALUE), "-1", "requests", "how many; less than 0: no limit");
    static final Parameter<String> DATA =
            Parameter.keyword("DATA", ArgumentTypes.STRING, "", "", "data of the requests");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether requests are sent");
    static final Parameter<Boolean> STOP = Parameter.keyword(
            "STOP", ArgumentTypes.BOOL, "false", "", "whether to stop the driver behind the last one");
    static final Parameter<Boolean> VERBOSE =
            Parameter.keyword("VERBOSE", ArgumentTypes.BOOL, "false", "", "whether each reply is shown");

    private static final long SHORTEST_INTERVAL_NS = 1_000_000;
    private static final int MAX_DATA = 1400;

    private final Ipv4Fields fields = new Ipv4Fields(Ipv4Header.PROTOCOL_ICMP);
    private final PacketBatch batch = new PacketBatch(1);
    private int destination;
    private int identifier;
    private long intervalNs;
    private int limit;
    private byte[] data = new byte[0];
    private boolean startsActive;
    private boolean stops;
    private boolean isVerbose;
    private ElementContext context;
    private Timer timer;
    private PingState state;
    private StatisticsCounter noBuffer;
    private StatisticsCounter other;

    @Override
    public void configure(final Arguments arguments) {
        identifier = arguments.get(ICMPPingEncap.IDENTIFIER);
        intervalNs = arguments.get(INTERVAL);
        limit = arguments.get(LIMIT);
        data = arguments.get(DATA).getBytes(StandardCharsets.ISO_8859_1);
        startsActive = arguments.get(ACTIVE);
        stops = arguments.get(STOP);
        isVerbose = arguments.get(VERBOSE);
        fields.takeKeywords(arguments);
        fields.takeSource(arguments);
        fields.useAnnotation();
        destination = arguments.get(DST);
        if (intervalNs < SHORTEST_INTERVAL_NS) {
            arguments.error("INTERVAL: must be 1ms or more");
        }
        if (data.length > MAX_DATA) {
            arguments.error("DATA: must be " + MAX_DATA + " bytes or less: " + data.length);
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        fields.initialize(context);
        state = new PingState(context, startsActive);
        noBuffer = context.statistics("drops.noBuffer");
        other = context.statistics("drops.other");
        timer = context.timer(this::send);
        if (startsActive && limit != 0) {
            timer.schedule(context.timeNs());
        }
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Ipv4Header.MAX_LENGTH + IcmpHeader.LENGTH;
    }

    private void send() {
        if (!state.isActive() || limit >= 0 && state.sent() >= limit) {
            return;
        }
        final Packet packet = context.pool().allocate();
        if (packet == null || !packet.append(IcmpHeader.LENGTH + data.length)) {
            noBuffer.increment();
            if (packet != null) {
                packet.free();
            }
        } else {
            fill(packet);
            batch.add(packet);
            output(0).push(batch);
        }
        if (limit < 0 || state.sent() < limit) {
            timer.schedule(context.timeNs() + intervalNs);
        } else if (stops) {
            context.requestStop();
        }
    }

    private void fill(final Packet packet) {
        packet.destinationIp(destination);
        NativeMemory.copyFromArray(data, 0, packet.address() + IcmpHeader.LENGTH, data.length);
        EchoMessages.write(packet, 0, identifier, state.noteRequest(context.timeNs()));
        packet.prepend(Ipv4Header.MIN_LENGTH);
        packet.timestampNs(context.timeNs());
        fields.write(packet);
    }

    @Override
    public void push(final int input, final PacketBatch packets) {
        for (int i = 0; i < packets.size(); i++) {
            final Packet packet = packets.get(i);
            final long roundTripNs = isReply(packet) ? noteReply(packet) : -1;
            if (roundTripNs < 0) {
                other.increment();
            } else if (isVerbose) {
                context.chatter(name() + ": reply in " + roundTripNs / 1000 + " us");
            }
        }
        packets.free();
    }

    private boolean isReply(final Packet packet) {
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)
                || Ipv4Header.protocol(packet, network) != Ipv4Header.PROTOCOL_ICMP
                || Ipv4Header.isFragment(packet, network)) {
            return false;
        }
        final int transport = network + Ipv4Header.headerLength(packet, network);
        return IcmpHeader.fits(packet, transport)
                && IcmpHeader.type(packet, transport) == IcmpHeader.ECHO_REPLY
                && packet.getShort(transport + IcmpHeader.IDENTIFIER_OFFSET) == identifier;
    }

    private long noteReply(final Packet packet) {
        final int network = packet.networkOffset();
        final int transport = network + Ipv4Header.headerLength(packet, network);
        return state.noteReply(packet.getShort(transport + IcmpHeader.SEQUENCE_OFFSET), context.timeNs());
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "requests sent", () -> Long.toString(state.sent()));
        handlers.read("received", "replies", () -> Long.toString(state.received()));
        handlers.read("summary", "requests, replies and round-trip times", () -> state.summary());
        handlers.read("active", "whether requests are sent", () -> state.isActive() ? "true" : "false");
        handlers.write("active", "says whether requests are sent", value -> {
            state.activate(HandlerValues.bool(value));
            if (state.isActive()) {
                timer.schedule(context.timeNs());
            } else {
                timer.clear();
            }
        });
        handlers.write("reset_counts", "begins counting anew", ignored -> {
            state.reset();
            if (state.isActive() && limit != 0) {
                timer.schedule(context.timeNs());
            }
        });
    }
}
