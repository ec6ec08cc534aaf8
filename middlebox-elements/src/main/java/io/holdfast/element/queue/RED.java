package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Storage;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Drops packets at random before queues are full: {@code RED(MIN_THRESH, MAX_THRESH, MAX_P, keywords)}. What is dropped goes
 * to output 1, if that is connected.
 *
 * <p>Where it is pushed to, it watches the nearest queues downstream, where it is pulled from, the nearest ones upstream.
 * {@link RandomEarlyDetection} decides. A burst's packets are decided on one after the other, each as if those before it
 * were in the queue (or those behind it still in it).
 */
class RED extends Element {
    static final int MAX_THRESHOLD = 65_535;
    static final Parameter<Integer> MIN_THRESH = Parameter.mandatory(
            "MIN_THRESH", ArgumentTypes.integer(0, MAX_THRESHOLD), "packets", "average up to which nothing is dropped");
    static final Parameter<Integer> MAX_THRESH = Parameter.mandatory(
            "MAX_THRESH", ArgumentTypes.integer(0, MAX_THRESHOLD), "packets", "average at which MAX_P is dropped");
    static final Parameter<Double> MAX_P =
            Parameter.mandatory("MAX_P", ArgumentTypes.REAL, "", "probability of a drop at MAX_THRESH");
    static final Parameter<String> QUEUES =
            Parameter.keyword("QUEUES", ArgumentTypes.TEXT, "", "", "names of the queues; default: the nearest ones");
    static final Parameter<Integer> STABILITY = Parameter.keyword(
            "STABILITY", ArgumentTypes.integer(0, 31), "4", "", "weight of a new length in the average: 2^-STABILITY");
    static final Parameter<Boolean> GENTLE = Parameter.keyword(
            "GENTLE",
            ArgumentTypes.BOOL,
            "true",
            "",
            "whether the probability rises to 1 at twice MAX_THRESH, instead of at once");

    private final PacketBatch pulled = new PacketBatch();
    private final List<Storage> storages = new ArrayList<>();
    private int configuredMinimum;
    private int configuredMaximum;
    private double configuredProbability;
    private int stability;
    private boolean isGentle;
    private RandomEarlyDetection detection;
    private OutputLanes dropped;
    private StatisticsCounter drops;

    @Override
    public void configure(final Arguments arguments) {
        thresholds(arguments.get(MIN_THRESH), arguments.get(MAX_THRESH));
        if (configuredMinimum > configuredMaximum) {
            arguments.error("MIN_THRESH must not be greater than MAX_THRESH");
        }
        configureRest(arguments);
    }

    final void thresholds(final int minimum, final int maximum) {
        configuredMinimum = minimum;
        configuredMaximum = maximum;
    }

    /** Takes what all kinds have in common. */
    final void configureRest(final Arguments arguments) {
        configuredProbability = arguments.get(MAX_P);
        if (!(configuredProbability >= 0 && configuredProbability <= 1)) {
            arguments.error("MAX_P: must be in [0, 1]");
        }
        stability = arguments.get(STABILITY);
        isGentle = arguments.get(GENTLE);
        final String names = arguments.get(QUEUES).strip();
        for (final String name : names.isEmpty() ? new String[0] : names.split("\\s+", -1)) {
            final Element element = arguments.scope().element(name);
            if (element == null) {
                arguments.error("QUEUES: no element named '" + name + "'");
            } else if (element instanceof Storage storage) {
                storages.add(storage);
            } else {
                arguments.error("QUEUES: '" + name + "' stores no packets");
            }
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        drops = context.statistics("drops");
        dropped = outputCount() > 1 ? new OutputLanes(output(1)) : null;
        detection = new RandomEarlyDetection(context, stability, isGentle);
        detection.thresholds(configuredMinimum, configuredMaximum);
        detection.maxProbability(configuredProbability);
        if (storages.isEmpty()) {
            storages.addAll(
                    isPullOutput(0)
                            ? context.nearestUpstream(0, Storage.class)
                            : context.nearestDownstream(0, Storage.class));
        }
        if (storages.isEmpty()) {
            context.error(isPullOutput(0) ? "no queues upstream" : "no queues downstream");
        }
    }

    final RandomEarlyDetection detection() {
        return detection;
    }

    private int length() {
        int length = 0;
        for (int i = 0; i < storages.size(); i++) {
            length += storages.get(i).storedPackets();
        }
        return length;
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int length = length();
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            kept += keep(batch, i, kept, length + kept);
        }
        batch.size(kept);
        if (kept > 0) {
            output(0).push(batch);
        }
        flushDropped();
    }

    /** Puts a packet to its new place in the batch and returns 1, or drops it and returns 0. */
    private int keep(final PacketBatch batch, final int index, final int place, final int length) {
        final Packet packet = batch.get(index);
        if (detection.shouldDrop(length)) {
            drops.increment();
            if (dropped == null) {
                packet.free();
            } else {
                dropped.add(0, packet);
            }
            return 0;
        }
        batch.set(place, packet);
        return 1;
    }

    private void flushDropped() {
        if (dropped != null) {
            dropped.flush();
        }
    }

    /** Goes on until there is a packet that is kept: a puller that gets none takes the queues to be empty. */
    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        int kept = 0;
        do {
            input(0).pull(pulled, Math.min(maxPackets, pulled.capacity()));
            final int count = pulled.size();
            if (count == 0) {
                break;
            }
            final int length = length();
            kept = 0;
            for (int i = 0; i < count; i++) {
                kept += keep(pulled, i, kept, length + count - 1 - i);
            }
            for (int i = 0; i < kept; i++) {
                batch.add(pulled.get(i));
            }
            pulled.clear();
        } while (kept == 0);
        flushDropped();
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        addThresholdHandlers(handlers);
        handlers.read(
                "max_p", "probability of a drop at max_thresh", () -> Double.toString(detection.maxProbability()));
        handlers.write("max_p", "changes it", text -> {
            final double probability = HandlerValues.value(text, ArgumentTypes.REAL);
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("must be in [0, 1]");
            }
            detection.maxProbability(probability);
        });
        handlers.read("avg_queue_size", "average length of the queues, in packets", this::average);
        handlers.read("drops", "packets dropped", () -> Long.toString(drops.get()));
        handlers.read("queues", "the queues, one per line", this::queues);
        handlers.read(
                "stats",
                "lengths and drops, for people",
                () -> length() + " current queue\n" + average() + " avg queue\n" + drops.get() + " drops\n");
    }

    void addThresholdHandlers(final Handlers handlers) {
        handlers.read(
                "min_thresh", "average up to which nothing is dropped", () -> Integer.toString(detection.minimum()));
        handlers.read("max_thresh", "average at which max_p is dropped", () -> Integer.toString(detection.maximum()));
        handlers.write("min_thresh", "changes it", text -> checkedThresholds(threshold(text), detection.maximum()));
        handlers.write("max_thresh", "changes it", text -> checkedThresholds(detection.minimum(), threshold(text)));
    }

    static int threshold(final String text) {
        return HandlerValues.value(text, ArgumentTypes.integer(0, MAX_THRESHOLD));
    }

    private void checkedThresholds(final int minimum, final int maximum) {
        if (minimum > maximum) {
            throw new IllegalArgumentException("min_thresh must not be greater than max_thresh");
        }
        detection.thresholds(minimum, maximum);
    }

    private String average() {
        return String.format(Locale.ROOT, "%.3f", detection.average());
    }

    private String queues() {
        final StringBuilder names = new StringBuilder();
        for (final Storage storage : storages) {
            names.append(((Element) storage).name()).append('\n');
        }
        return names.toString();
    }
}
