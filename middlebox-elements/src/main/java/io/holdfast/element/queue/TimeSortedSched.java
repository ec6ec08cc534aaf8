package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.PacketQueue;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Merges its inputs by the packets' timestamps: {@code TimeSortedSched([STOP])}. Each input must be sorted itself.
 *
 * <p>It holds one packet of each input. While an input has none but may soon, nothing is given on: an earlier packet might
 * come. With STOP, the driver stops when all inputs have ended.
 */
final class TimeSortedSched extends PulledElement {
    static final Parameter<Boolean> STOP = Parameter.keyword(
            "STOP", ArgumentTypes.BOOL, "false", "", "whether the driver stops when no input has packets any more");

    private final PacketBatch one = new PacketBatch(1);
    private boolean stops;
    private ElementContext context;
    private PacketQueue[] heads = new PacketQueue[0];

    @Override
    public void configure(final Arguments arguments) {
        stops = arguments.get(STOP);
        arguments.finish();
    }

    @Override
    void initializeState(final ElementContext newContext) {
        context = newContext;
        heads = new PacketQueue[inputCount()];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = context.packetQueue("head" + i, 1);
        }
    }

    @Override
    boolean isWorthPulling() {
        return super.isWorthPulling() || !isEmpty();
    }

    private boolean isEmpty() {
        for (final PacketQueue head : heads) {
            if (!head.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        int count = 0;
        while (count < maxPackets && fill()) {
            final int earliest = earliest();
            if (earliest < 0) {
                if (stops && count == 0) {
                    context.requestStop();
                }
                return;
            }
            final Packet packet = heads[earliest].removeFirst();
            if (packet != null) {
                batch.add(packet);
                count++;
            }
        }
    }

    /** Gets a packet of each input; false if one has none now but may soon. */
    private boolean fill() {
        boolean isComplete = true;
        for (int i = 0; i < heads.length; i++) {
            if (heads[i].isEmpty() && mayHavePackets(i)) {
                if (input(i).pull(one, 1) == 1) {
                    heads[i].addLast(one.get(0));
                    one.clear();
                } else {
                    isComplete &= !mayHavePackets(i);
                }
            }
        }
        return isComplete;
    }

    private int earliest() {
        int earliest = -1;
        for (int i = 0; i < heads.length; i++) {
            if (!heads[i].isEmpty()
                    && (earliest < 0 || heads[i].firstTimestampNs() < heads[earliest].firstTimestampNs())) {
                earliest = i;
            }
        }
        return earliest;
    }

    @Override
    public void close() {
        for (final PacketQueue head : heads) {
            if (head != null) {
                head.close();
            }
        }
    }
}
