package io.holdfast.element.aggregate;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Timer;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.Ipv4Header;
import java.util.Locale;

/**
 * Rates the traffic of networks: {@code IPRateMonitor(TYPE, OFFSET, RATIO, THRESH [, MEMORY, ANNO])}.
 *
 * <p>Input 0 is rated by source address (forward), input 1 by destination (reverse); each goes to the output of its number.
 * A network whose rate reaches THRESH is looked into, eight bits deeper; once a second those that have fallen below are
 * closed again. {@link RateTree} keeps the rates; every packet that is counted changes it.
 */
final class IPRateMonitor extends Element {
    static final Parameter<String> TYPE =
            Parameter.mandatory("TYPE", ArgumentTypes.WORD, "", "PACKETS or BYTES: what is rated");
    static final Parameter<Integer> OFFSET =
            Parameter.mandatory("OFFSET", ArgumentTypes.integer(0, 1500), "bytes", "where the IP header begins");
    static final Parameter<Double> RATIO = Parameter.mandatory(
            "RATIO", ArgumentTypes.REAL, "", "share of the packets that is counted, at random; rates stay the same");
    static final Parameter<Long> THRESH = Parameter.mandatory(
            "THRESH",
            ArgumentTypes.longInteger(0, Integer.MAX_VALUE),
            "1/s",
            "rate from which on a network is looked into");
    static final Parameter<Integer> MEMORY = Parameter.optional(
            "MEMORY", ArgumentTypes.integer(0, 1 << 20), "0", "KB", "for rates; 100 at least; 0: 5120");
    static final Parameter<Boolean> ANNO = Parameter.optional(
            "ANNO", ArgumentTypes.BOOL, "true", "", "whether packets get their network's rates as annotations");

    private static final int LEAST_KB = 100;
    private static final int DEFAULT_KB = 5120;
    private static final int BYTES_PER_KB = 1024;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long JIFFY_NS = 10_000_000L;
    private static final long ONE = 1L << 53;
    private static final int UNUSED_BITS = 11;
    private static final int THRESHOLD = 0;
    private static final int RESET_NS = 1;
    private static final int NUMBERS = 2;

    private boolean countsBytes;
    private int offset;
    private double ratio;
    private long configured;
    private int memoryKb;
    private boolean annotates;
    private ElementContext context;
    private RateTree tree;
    private LocalLongs state;
    private Timer timer;
    private StatisticsCounter notIp;

    @Override
    public void configure(final Arguments arguments) {
        final String type = arguments.get(TYPE).toUpperCase(Locale.ROOT);
        countsBytes = type.equals("BYTES");
        if (!type.isEmpty() && !type.matches("BYTES|PACKETS")) {
            arguments.error("TYPE: PACKETS or BYTES expected");
        }
        offset = arguments.get(OFFSET);
        final boolean hasRatio = arguments.isGiven(RATIO) || arguments.peek() != null;
        ratio = arguments.get(RATIO);
        configured = arguments.get(THRESH);
        final int given = arguments.get(MEMORY);
        memoryKb = given == 0 ? DEFAULT_KB : Math.max(LEAST_KB, given);
        annotates = arguments.get(ANNO);
        if (hasRatio && !(ratio > 0 && ratio <= 1)) {
            arguments.error("RATIO: must be in (0, 1]");
        }
        if (inputCount() != outputCount()) {
            arguments.error("need as many outputs as inputs");
        }
        arguments.finish();
    }

    @Override
    public int headerDepthBytes() {
        return offset + Ipv4Header.MIN_LENGTH;
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        notIp = context.statistics("notIp");
        tree = new RateTree(context, memoryKb * BYTES_PER_KB / RateTree.ENTRY_BYTES);
        state = new LocalLongs(context, "settings", NUMBERS);
        state.set(THRESHOLD, configured);
        state.set(RESET_NS, context.timeNs());
        timer = context.timer(this::fold);
        timer.schedule(context.timeNs() + SECOND_NS);
    }

    private void fold() {
        tree.fold(state.get(THRESHOLD), context.timeNs());
        timer.schedule(context.timeNs() + SECOND_NS);
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            rate(batch.get(i), input == 0);
        }
        output(input).push(batch);
    }

    private void rate(final Packet packet, final boolean isForward) {
        if (!Ipv4Header.fits(packet, offset)) {
            notIp.increment();
            return;
        }
        final boolean counts = ratio >= 1 || context.nextRandom() >>> UNUSED_BITS < (long) (ratio * ONE);
        if (!counts && !annotates) {
            return;
        }
        final int value = countsBytes ? Ipv4Header.totalLength(packet, offset) : 1;
        final int address = isForward ? Ipv4Header.source(packet, offset) : Ipv4Header.destination(packet, offset);
        final long rates = tree.update(
                address, isForward, counts ? Math.round(value / ratio) : 0, state.get(THRESHOLD), context.timeNs());
        if (annotates) {
            packet.annotationInt(PacketAnnotations.FORWARD_RATE, (int) (rates >>> Integer.SIZE));
            packet.annotationInt(PacketAnnotations.REVERSE_RATE, (int) rates);
        }
    }

    /** {@code ADDRESS LEVEL SECONDS}: a network is not looked into for some time. */
    private void hold(final String text) {
        final String[] words = text.strip().split("\\s+", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException("expected 'ADDRESS LEVEL SECONDS'");
        }
        final int address = Addresses.parseIp(words[0]);
        final int level = HandlerValues.value(words[1], ArgumentTypes.integer(0, RateTree.LEVELS - 1));
        final long durationNs = HandlerValues.value(words[2], ArgumentTypes.DURATION_NS);
        if (!tree.hold(address, level, context.timeNs() + durationNs)) {
            throw new IllegalArgumentException("no rates of such a network");
        }
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read(
                "look",
                "hundredths of a second since the reset; then networks with their forward and reverse rates",
                () -> (context.timeNs() - state.get(RESET_NS)) / JIFFY_NS + "\n" + tree.text(context.timeNs()));
        handlers.read(
                "thresh", "rate from which on a network is looked into", () -> Long.toString(state.get(THRESHOLD)));
        handlers.write(
                "thresh",
                "changes it",
                text -> state.set(
                        THRESHOLD, HandlerValues.value(text, ArgumentTypes.longInteger(0, Integer.MAX_VALUE))));
        handlers.read(
                "mem",
                "KB used for rates",
                () -> Integer.toString((tree.size() * RateTree.ENTRY_BYTES + BYTES_PER_KB - 1) / BYTES_PER_KB));
        handlers.read("memmax", "KB for rates at most", () -> Integer.toString(memoryKb));
        handlers.write("reset", "forgets all rates", ignored -> {
            tree.clear();
            state.set(RESET_NS, context.timeNs());
        });
        handlers.write("anno_level", "ADDRESS LEVEL SECONDS: how long a network is not looked into", this::hold);
    }
}
