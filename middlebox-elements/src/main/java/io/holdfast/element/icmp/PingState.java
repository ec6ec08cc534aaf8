package io.holdfast.element.icmp;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.packet.NativeMemory;

/**
 * What a source of echo requests remembers.
 *
 * <pre>
 *   local state:  0 active | 8 sent | 16 next sequence | 24 received | 32 shortest, ns | 40 longest | 48 sum
 *                 56 times at which the last 64 requests were sent, by sequence number; 0 if answered
 * </pre>
 */
final class PingState {
    private static final int ACTIVE = 0;
    private static final int SENT = 8;
    private static final int SEQUENCE = 16;
    private static final int RECEIVED = 24;
    private static final int SHORTEST = 32;
    private static final int LONGEST = 40;
    private static final int SUM = 48;
    private static final int TIMES = 56;
    private static final int WINDOW = 64;

    private final LocalState state;

    PingState(final ElementContext context, final boolean isActive) {
        state = context.localState("pings", TIMES + WINDOW * (long) Long.BYTES);
        NativeMemory.putLong(state.address() + ACTIVE, isActive ? 1 : 0);
    }

    boolean isActive() {
        return get(ACTIVE) != 0;
    }

    void activate(final boolean isActive) {
        put(ACTIVE, isActive ? 1 : 0);
    }

    long sent() {
        return get(SENT);
    }

    long received() {
        return get(RECEIVED);
    }

    void reset() {
        put(SENT, 0);
        put(RECEIVED, 0);
        put(SHORTEST, 0);
        put(LONGEST, 0);
        put(SUM, 0);
    }

    /** Notes a request that is sent now. Returns its sequence number. */
    int noteRequest(final long timeNs) {
        final long sequence = get(SEQUENCE);
        put(SEQUENCE, sequence + 1);
        put(SENT, sent() + 1);
        put(time(sequence), timeNs);
        return (int) sequence & 0xffff;
    }

    /** Notes the reply to a request. Returns the round-trip time; -1 if there is no such request, or it was answered. */
    long noteReply(final int sequence, final long nowNs) {
        final long next = get(SEQUENCE);
        final long distance = next - sequence & 0xffff;
        final long sentNs = get(time(sequence));
        if (distance == 0 || distance > WINDOW || sentNs == 0) {
            return -1;
        }
        final long roundTripNs = nowNs - sentNs;
        put(time(sequence), 0);
        put(SHORTEST, received() == 0 ? roundTripNs : Math.min(get(SHORTEST), roundTripNs));
        put(LONGEST, Math.max(get(LONGEST), roundTripNs));
        put(SUM, get(SUM) + roundTripNs);
        put(RECEIVED, received() + 1);
        return roundTripNs;
    }

    String summary() {
        final long average = received() == 0 ? 0 : get(SUM) / received();
        return sent() + " packets transmitted, " + received() + " received\n" + "rtt min/avg/max = "
                + get(SHORTEST) / 1000 + "/" + average / 1000 + "/" + get(LONGEST) / 1000 + " us";
    }

    private static long time(final long sequence) {
        return TIMES + sequence % WINDOW * Long.BYTES;
    }

    private long get(final long offset) {
        return NativeMemory.getLong(state.address() + offset);
    }

    private void put(final long offset, final long value) {
        state.changing();
        NativeMemory.putLong(state.address() + offset, value);
    }
}
