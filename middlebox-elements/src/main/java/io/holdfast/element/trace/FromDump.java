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
import io.holdfast.element.OutputLanes;
import io.holdfast.element.Parameter;
import io.holdfast.element.SoftState;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Task;
import io.holdfast.element.Timer;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Packets out of a file: {@code FromDump(FILENAME, keywords)}; {@link TraceReader} says which files.
 *
 * <p>As fast as they are taken, or, with {@code TIMING true}, at the distances that they had. The timestamp annotation is
 * the file's. Where it stands in the file is the worker's state; the file itself is not: on every node of a group there
 * must be the same one. A packet longer than the pool's buffers is cut ({@code truncated}).
 */
final class FromDump extends Element {
    static final Parameter<String> FILENAME =
            Parameter.mandatory("FILENAME", ArgumentTypes.FILENAME, "", "pcap or pcapng, also gzipped");
    static final Parameter<Boolean> TIMING = Parameter.keyword(
            "TIMING", ArgumentTypes.BOOL, "false", "", "whether packets keep their distances in time");
    static final Parameter<Boolean> STOP =
            Parameter.keyword("STOP", ArgumentTypes.BOOL, "false", "", "whether the driver stops at the end");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether packets are read");
    static final Parameter<Boolean> FORCE_IP = Parameter.keyword(
            "FORCE_IP",
            ArgumentTypes.BOOL,
            "false",
            "",
            "only IPv4 packets, with their network header set; others to output 1");
    static final Parameter<Double> SAMPLE =
            Parameter.keyword("SAMPLE", ArgumentTypes.REAL, "1", "", "share of the packets that is taken, at random");
    static final Parameter<Long> START_AFTER = Parameter.keyword(
            "START_AFTER", ArgumentTypes.DURATION_NS, "", "s", "leave out packets before, from the first one on");
    static final Parameter<Long> END_AFTER = Parameter.keyword(
            "END_AFTER", ArgumentTypes.DURATION_NS, "", "s", "end so long after the first packet; 0: never");
    static final Parameter<String> END_CALL =
            Parameter.keyword("END_CALL", ArgumentTypes.TEXT, "", "", "write handler called at the end");
    static final Parameter<Boolean> MMAP =
            Parameter.keyword("MMAP", ArgumentTypes.BOOL, "true", "", "accepted; files are always mapped");

    private static final int POSITION = 0;
    private static final int COUNT = 1;
    private static final int IS_ACTIVE = 2;
    private static final int IS_OVER = 3;
    /** Timestamp of the file's first packet, plus 1; 0 before it is read. */
    private static final int FIRST_NS = 4;
    /** When the first packet was due, plus 1; 0 before. */
    private static final int BEGUN_NS = 5;

    private static final int NUMBERS = 6;

    private final PacketBatch batch = new PacketBatch();
    private final ActiveNotifier notifier = new ActiveNotifier(this::isWorthPulling);
    private String filename = "";
    private boolean keepsTiming;
    private boolean stops;
    private boolean startsActive;
    private boolean forcesIp;
    private double sample;
    private long startAfterNs;
    private long endAfterNs;
    private String endCall = "";
    private ElementContext context;
    private TraceReader reader;
    private LocalLongs state;
    private Task task;
    private Notifier signal;
    private Timer timer;
    private OutputLanes others;
    private StatisticsCounter truncated;
    private StatisticsCounter notIp;

    /** Whether the reader stands on a packet that has not been given on: that behind {@link #place}. */
    @SoftState("derived: the place in the file is state")
    private boolean hasPacket;

    @SoftState("derived: the place in the file is state")
    private long place;

    @Override
    public void configure(final Arguments arguments) {
        filename = arguments.get(FILENAME);
        keepsTiming = arguments.get(TIMING);
        stops = arguments.get(STOP);
        startsActive = arguments.get(ACTIVE);
        forcesIp = arguments.get(FORCE_IP);
        sample = arguments.get(SAMPLE);
        startAfterNs = arguments.get(START_AFTER);
        endAfterNs = arguments.get(END_AFTER);
        endCall = arguments.get(END_CALL);
        arguments.get(MMAP);
        if (!(sample >= 0 && sample <= 1)) {
            arguments.error("SAMPLE: must be in [0, 1]");
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        state = new LocalLongs(context, "place", NUMBERS);
        truncated = context.statistics("truncated");
        notIp = context.statistics("drops.notIp");
        others = outputCount() > 1 ? new OutputLanes(output(1)) : null;
        try {
            reader = TraceReader.open(Path.of(filename));
        } catch (final IOException e) {
            context.error(e.getMessage());
            return;
        }
        place = reader.position();
        state.set(POSITION, place);
        state.set(IS_ACTIVE, startsActive ? 1 : 0);
        timer = context.timer(this::resume);
        if (!isPullOutput(0)) {
            task = context.task(this::run);
            signal = context.fullSignal(0, task);
            task.schedule();
        }
    }

    private void resume() {
        if (task != null) {
            task.schedule();
        }
        notifier.wake();
    }

    private boolean mayRead() {
        return state.get(IS_ACTIVE) != 0 && state.get(IS_OVER) == 0;
    }

    private boolean isWorthPulling() {
        return mayRead() && timer.deadlineNs() == Timer.NOT_SET;
    }

    private void run() {
        if (!mayRead() || !signal.isActive()) {
            return;
        }
        fill(batch, batch.capacity());
        output(0).push(batch);
        flushOthers();
        if (mayRead() && timer.deadlineNs() == Timer.NOT_SET) {
            task.schedule();
        }
    }

    @Override
    public void pull(final int output, final PacketBatch wanted, final int maxPackets) {
        if (mayRead()) {
            fill(wanted, maxPackets);
            flushOthers();
        }
    }

    private void flushOthers() {
        if (others != null) {
            others.flush();
        }
    }

    /** Adds packets to a batch until it has as many, or none is due, or the file ends. */
    private void fill(final PacketBatch wanted, final int maxPackets) {
        goToPlace();
        int added = 0;
        long read = 0;
        boolean goesOn = true;
        boolean isOver = false;
        while (goesOn && added < maxPackets) {
            isOver = !peek();
            goesOn = !isOver && isDue();
            if (goesOn && isWanted()) {
                final Packet packet = copyOfPacket();
                goesOn = packet != null; // no buffer: later
                added += goesOn ? give(packet, wanted) : 0;
                read += goesOn ? 1 : 0;
            }
            if (goesOn) {
                hasPacket = false;
                place = reader.position();
            }
        }
        state.add(COUNT, read);
        state.set(POSITION, place);
        if (isOver) {
            end();
        }
    }

    /** After a restore the reader goes where the state says. */
    private void goToPlace() {
        final long position = state.get(POSITION);
        if (place != position) {
            reader.seek(position);
            place = position;
            hasPacket = false;
        }
    }

    /** Stands on the next packet that has not been given on. */
    private boolean peek() {
        if (!hasPacket) {
            hasPacket = reader.next();
            if (hasPacket && state.get(FIRST_NS) == 0) {
                state.set(FIRST_NS, reader.timestampNs() + 1);
            }
        }
        return hasPacket && (endAfterNs == 0 || sinceFirstNs() < endAfterNs);
    }

    private long sinceFirstNs() {
        return reader.timestampNs() - (state.get(FIRST_NS) - 1);
    }

    private boolean isDue() {
        if (!keepsTiming) {
            return true;
        }
        if (state.get(BEGUN_NS) == 0) {
            state.set(BEGUN_NS, context.timeNs() - Math.max(0, sinceFirstNs()) + 1);
        }
        final long dueNs = state.get(BEGUN_NS) - 1 + Math.max(0, sinceFirstNs());
        final boolean isDue = dueNs <= context.timeNs();
        if (!isDue) {
            timer.schedule(dueNs);
        }
        return isDue;
    }

    private boolean isWanted() {
        return sinceFirstNs() >= startAfterNs && (sample >= 1 || (context.nextRandom() >>> 11) * 0x1p-53 < sample);
    }

    private Packet copyOfPacket() {
        final Packet packet = context.pool().allocate();
        if (packet == null) {
            return null;
        }
        int length = reader.capturedLength();
        if (!packet.append(length)) {
            length = Math.min(length, packet.tailroom());
            packet.append(length);
            truncated.increment();
        }
        NativeMemory.copy(reader.address(), packet.address(), length);
        packet.timestampNs(reader.timestampNs());
        if (reader.wireLength() > length) {
            packet.annotationInt(PacketAnnotations.EXTRA_LENGTH, reader.wireLength() - length);
        }
        return packet;
    }

    /** Returns how many packets that makes for output 0. */
    private int give(final Packet packet, final PacketBatch wanted) {
        if (!forcesIp || setNetworkHeader(packet)) {
            wanted.add(packet);
            return 1;
        }
        if (others != null) {
            others.add(0, packet);
        } else {
            notIp.increment();
            packet.free();
        }
        return 0;
    }

    private boolean setNetworkHeader(final Packet packet) {
        final boolean isRaw = TraceReader.isRaw(reader.linkType());
        final boolean isEthernet = EthernetHeader.fits(packet, 0);
        final int network = isRaw ? 0 : EthernetHeader.LENGTH;
        final boolean isIp = isRaw || isEthernet && EthernetHeader.type(packet, 0) == EthernetHeader.TYPE_IPV4;
        if (!isIp || !Ipv4Header.fits(packet, network)) {
            return false;
        }
        packet.networkOffset(network);
        packet.transportOffset(network + Ipv4Header.headerLength(packet, network));
        packet.destinationIp(Ipv4Header.destination(packet, network));
        return true;
    }

    private void end() {
        if (reader.fault() != null) {
            context.chatter(name() + ": " + reader.fault());
        }
        state.set(IS_OVER, 1);
        if (!endCall.isEmpty()) {
            final String[] words = endCall.strip().split("\\s+", 2);
            try {
                context.writeHandler(words[0], words.length < 2 ? "" : words[1]);
            } catch (final IllegalArgumentException e) {
                context.chatter(name() + ": END_CALL: " + e.getMessage());
            }
        }
        if (stops) {
            context.requestStop();
        }
    }

    @Override
    public Notifier emptyNotifier(final int output) {
        return notifier;
    }

    /** No input, no packets. */
    @Override
    public void push(final int input, final PacketBatch packets) {
        throw new IllegalStateException("a source has no input");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets read", () -> Long.toString(state.get(COUNT)));
        handlers.read("filename", "the file", () -> filename);
        handlers.read("filesize", "bytes of the file, unpacked", () -> Long.toString(reader.lengthBytes()));
        handlers.read("filepos", "bytes read", () -> Long.toString(state.get(POSITION)));
        handlers.read("packet_filepos", "bytes read", () -> Long.toString(state.get(POSITION)));
        handlers.read("encap", "link type, number of tcpdump.org", () -> Integer.toString(reader.linkType()));
        handlers.read("sampling_prob", "share of the packets that is taken", () -> Double.toString(sample));
        handlers.read("active", "whether packets are read", () -> state.get(IS_ACTIVE) == 0 ? "false" : "true");
        handlers.write("active", "says whether packets are read", text -> {
            state.set(IS_ACTIVE, HandlerValues.bool(text) ? 1 : 0);
            resume();
        });
        handlers.write("stop", "ends reading, and stops the driver", ignored -> {
            state.set(IS_ACTIVE, 0);
            context.requestStop();
        });
        handlers.write("reset", "begins anew", ignored -> {
            reader.rewind();
            hasPacket = false;
            place = reader.position();
            state.set(POSITION, place);
            state.set(COUNT, 0);
            state.set(IS_OVER, 0);
            state.set(FIRST_NS, 0);
            state.set(BEGUN_NS, 0);
            resume();
        });
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
