package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Sorts packets to several outputs, and pushes what has gathered for each in one batch.
 *
 * <p>A lane that fills up is pushed at once, so an input batch may have any size. A graph may lead a packet back to
 * the same element while its lane is being pushed: the lane then gathers in another batch.
 *
 * <p>Used by one worker's thread. An element calls {@link #add} per packet and {@link #flush} before its push returns.
 */
public final class OutputLanes {
    /** Choice for a packet that has been freed. */
    public static final int FREED = -1;

    /** Of an element that acts for single packets; else null. */
    private final ElementContext context;

    private final Output[] outputs;
    private final PacketBatch[] gathering;
    private final PacketBatch[] spare;

    /**
     * Makes empty lanes of an element that never acts for single packets.
     *
     * @param outputs in the order of their numbers; the array is not copied
     */
    public OutputLanes(final Output... outputs) {
        this(null, outputs);
    }

    /**
     * Makes empty lanes of an element that calls {@link ElementContext#actFor}: a lane that fills up while the element acts
     * for one packet passes on what others gave it, and that is done for none in particular.
     *
     * @param outputs in the order of their numbers; the array is not copied
     */
    public OutputLanes(final ElementContext context, final Output... outputs) {
        this.context = context;
        this.outputs = outputs;
        gathering = new PacketBatch[outputs.length];
        spare = new PacketBatch[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            gathering[i] = new PacketBatch();
            spare[i] = new PacketBatch();
        }
    }

    /** Number of lanes. */
    public int count() {
        return outputs.length;
    }

    /** Whether packets have gathered for an output. */
    public boolean hasGathered(final int output) {
        return !gathering[output].isEmpty();
    }

    /** Gives a packet to an output, which exists. */
    public void add(final int output, final Packet packet) {
        if (gathering[output].isFull()) {
            passOnFull(output);
        }
        gathering[output].add(packet);
    }

    private void passOnFull(final int output) {
        if (context != null) {
            context.actForAll();
        }
        flush(output);
    }

    /**
     * Pushes a batch on, each packet to the output chosen for it. A burst that stays together is passed on as it is.
     *
     * @param batch is empty afterwards
     * @param choices output of each packet, or {@link #FREED} for one that is not there any more
     */
    public void distribute(final PacketBatch batch, final int[] choices) {
        final int count = batch.size();
        final int first = choices[0];
        int same = 1;
        while (same < count && choices[same] == first) {
            same++;
        }
        if (same == count && first != FREED && gathering[first].isEmpty()) {
            outputs[first].push(batch);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (choices[i] != FREED) {
                add(choices[i], batch.get(i));
            }
        }
        batch.clear();
        flush();
    }

    /** Pushes what has gathered, in the order of the outputs. */
    public void flush() {
        flush(0, outputs.length);
    }

    /** Pushes what has gathered for the outputs [begin, end), which need not exist. */
    void flush(final int begin, final int end) {
        for (int i = begin; i < Math.min(end, outputs.length); i++) {
            if (!gathering[i].isEmpty()) {
                flush(i);
            }
        }
    }

    private void flush(final int output) {
        final PacketBatch batch = gathering[output];
        final PacketBatch other = spare[output];
        gathering[output] = other == null ? new PacketBatch() : other;
        spare[output] = null;
        outputs[output].push(batch);
        spare[output] = batch;
    }
}
