package io.holdfast.element.trace;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Handlers;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.Parameter;
import io.holdfast.element.SoftState;
import io.holdfast.element.StatisticsCounter;
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
 * the file's. A packet longer than the pool's buffers is cut ({@code truncated}).
 */
final class FromDump extends FileSource {
    static final Parameter<String> FILENAME =
            Parameter.mandatory("FILENAME", ArgumentTypes.FILENAME, "", "pcap or pcapng, also gzipped");
    static final Parameter<Boolean> TIMING = Parameter.keyword(
            "TIMING", ArgumentTypes.BOOL, "false", "", "whether packets keep their distances in time");
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

    /** Timestamp of the file's first packet, plus 1; 0 before it is read. */
    private static final int FIRST_NS = NUMBERS;
    /** When the first packet was due, plus 1; 0 before. */
    private static final int BEGUN_NS = NUMBERS + 1;

    private boolean keepsTiming;
    private boolean forcesIp;
    private double sample;
    private long startAfterNs;
    private long endAfterNs;
    private String endCall = "";
    private TraceReader reader;
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
        configureSource(arguments, FILENAME);
        keepsTiming = arguments.get(TIMING);
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
    int numbers() {
        return NUMBERS + 2;
    }

    @Override
    void open(final Path path) throws IOException {
        truncated = context().statistics("truncated");
        notIp = context().statistics("drops.notIp");
        others = outputCount() > 1 ? new OutputLanes(output(1)) : null;
        timer = context().timer(this::resume);
        reader = TraceReader.open(path);
        place = reader.position();
        state().set(POSITION, place);
    }

    @Override
    boolean isWaiting() {
        return timer.deadlineNs() != Timer.NOT_SET;
    }

    @Override
    void flushOthers() {
        if (others != null) {
            others.flush();
        }
    }

    @Override
    void fill(final PacketBatch wanted, final int maxPackets) {
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
        state().add(COUNT, read);
        state().set(POSITION, place);
        if (isOver) {
            end();
        }
    }

    /** After a restore the reader goes where the state says. */
    private void goToPlace() {
        final long position = state().get(POSITION);
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
            if (hasPacket && state().get(FIRST_NS) == 0) {
                state().set(FIRST_NS, reader.timestampNs() + 1);
            }
        }
        return hasPacket && (endAfterNs == 0 || sinceFirstNs() < endAfterNs);
    }

    private long sinceFirstNs() {
        return reader.timestampNs() - (state().get(FIRST_NS) - 1);
    }

    private boolean isDue() {
        if (!keepsTiming) {
            return true;
        }
        if (state().get(BEGUN_NS) == 0) {
            state().set(BEGUN_NS, context().timeNs() - Math.max(0, sinceFirstNs()) + 1);
        }
        final long dueNs = state().get(BEGUN_NS) - 1 + Math.max(0, sinceFirstNs());
        final boolean isDue = dueNs <= context().timeNs();
        if (!isDue) {
            timer.schedule(dueNs);
        }
        return isDue;
    }

    private boolean isWanted() {
        return sinceFirstNs() >= startAfterNs && (sample >= 1 || (context().nextRandom() >>> 11) * 0x1p-53 < sample);
    }

    private Packet copyOfPacket() {
        final Packet packet = context().pool().allocate();
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

    @Override
    void atEnd() {
        if (reader.fault() != null) {
            context().chatter(name() + ": " + reader.fault());
        }
        if (!endCall.isEmpty()) {
            final String[] words = endCall.strip().split("\\s+", 2);
            try {
                context().writeHandler(words[0], words.length < 2 ? "" : words[1]);
            } catch (final IllegalArgumentException e) {
                context().chatter(name() + ": END_CALL: " + e.getMessage());
            }
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        super.addHandlers(handlers);
        handlers.read("filesize", "bytes of the file, unpacked", () -> Long.toString(reader.lengthBytes()));
        handlers.read("packet_filepos", "bytes read", () -> Long.toString(state().get(POSITION)));
        handlers.read("encap", "link type, number of tcpdump.org", () -> Integer.toString(reader.linkType()));
        handlers.read("sampling_prob", "share of the packets that is taken", () -> Double.toString(sample));
        handlers.write("reset", "begins anew", ignored -> {
            reader.rewind();
            hasPacket = false;
            place = reader.position();
            state().set(POSITION, place);
            state().set(COUNT, 0);
            state().set(IS_OVER, 0);
            state().set(FIRST_NS, 0);
            state().set(BEGUN_NS, 0);
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
