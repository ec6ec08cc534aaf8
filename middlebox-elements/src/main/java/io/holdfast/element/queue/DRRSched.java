package io.holdfast.element.queue;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.PacketQueue;
import io.holdfast.element.Parameter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;

/**
 * Shares bytes fairly among the inputs (deficit round robin, Shreedhar and Varghese 1995): an input whose turn it is may
 * send so many bytes, and keeps what it did not use, unless it runs empty. As a packet's length is known only when it
 * has been pulled, the first packet of each input may wait here.
 */
final class DRRSched extends PulledElement {
    static final Parameter<Integer> QUANTUM = Parameter.optional(
            "QUANTUM", ArgumentTypes.integer(1, Integer.MAX_VALUE), "500", "bytes", "what an input may send each turn");

    private static final int NEXT = 0;
    private static final int FIRST_DEFICIT = 1;

    private int quantumBytes;
    private LocalLongs state;
    private PacketQueue[] heads = new PacketQueue[0];

    @Override
    public void configure(final Arguments arguments) {
        quantumBytes = arguments.get(QUANTUM);
        arguments.finish();
    }

    @Override
    void initializeState(final ElementContext context) {
        state = new LocalLongs(context, "state", FIRST_DEFICIT + inputCount());
        state.set(FIRST_DEFICIT, quantumBytes);
        heads = new PacketQueue[inputCount()];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = context.packetQueue("head" + i, 1);
        }
    }

    @Override
    boolean isWorthPulling() {
        for (final PacketQueue head : heads) {
            if (!head.isEmpty()) {
                return true;
            }
        }
        return super.isWorthPulling();
    }

    @Override
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        int count = 0;
        int empty = 0;
        while (count < maxPackets && empty < heads.length) {
            final int turn = (int) state.get(NEXT);
            final int deficit = FIRST_DEFICIT + turn;
            if (!fetch(turn, batch)) {
                state.set(deficit, 0);
                nextTurn(turn);
                empty++;
                continue;
            }
            empty = 0;
            final int length = heads[turn].firstLength();
            if (length > state.get(deficit)) {
                nextTurn(turn);
                continue;
            }
            state.add(deficit, -length);
            final Packet packet = heads[turn].removeFirst();
            if (packet != null) {
                batch.add(packet);
                count++;
            }
        }
    }

    private void nextTurn(final int turn) {
        final int next = turn + 1 == heads.length ? 0 : turn + 1;
        state.set(NEXT, next);
        state.add(FIRST_DEFICIT + next, quantumBytes);
    }

    private boolean fetch(final int input, final PacketBatch batch) {
        if (!heads[input].isEmpty()) {
            return true;
        }
        final int first = batch.size();
        if (!mayHavePackets(input) || input(input).pull(batch, 1) == 0) {
            return false;
        }
        heads[input].addLast(batch.get(first));
        batch.size(first);
        return true;
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
