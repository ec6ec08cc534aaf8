package io.holdfast.element.ethernet;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalLongs;

/**
 * What a bridge remembers of its ports, in local state.
 *
 * <pre>
 *   port:  0 state | 1 since, ns | 2 when what was heard is void, ns, 0 if nothing was | 3 root | 4 cost | 5 bridge
 *          6 port | 7 its message age when heard, ns | 8 whether an acknowledgement is due
 *   then:  topology change until, ns | whether a notice is due
 * </pre>
 */
final class BridgePorts {
    static final int BLOCK = 0;
    static final int LISTEN = 1;
    static final int LEARN = 2;
    static final int FORWARD = 3;

    private static final int FIELDS = 9;
    private static final int STATE = 0;
    private static final int SINCE = 1;
    private static final int VOID_AT = 2;
    private static final int ROOT = 3;
    private static final int COST = 4;
    private static final int BRIDGE = 5;
    private static final int PORT = 6;
    private static final int AGE = 7;
    private static final int ACKNOWLEDGE = 8;

    private final LocalLongs state;
    private final int count;

    BridgePorts(final ElementContext context, final int count) {
        this.count = count;
        state = new LocalLongs(context, "ports", count * FIELDS + 2);
    }

    int count() {
        return count;
    }

    int state(final int port) {
        return (int) get(port, STATE);
    }

    long sinceNs(final int port) {
        return get(port, SINCE);
    }

    void enter(final int port, final int newState, final long nowNs) {
        set(port, STATE, newState);
        set(port, SINCE, nowNs);
    }

    /** What was heard at a port; null if nothing was, or it is void. */
    BridgeVector heard(final int port) {
        return get(port, VOID_AT) == 0
                ? null
                : new BridgeVector(get(port, ROOT), get(port, COST), get(port, BRIDGE), (int) get(port, PORT));
    }

    long ageNs(final int port) {
        return get(port, AGE);
    }

    void hear(final int port, final BridgeVector vector, final long ageNs, final long voidAtNs) {
        set(port, VOID_AT, voidAtNs);
        set(port, ROOT, vector.root());
        set(port, COST, vector.cost());
        set(port, BRIDGE, vector.bridge());
        set(port, PORT, vector.port());
        set(port, AGE, ageNs);
    }

    /** Forgets what is void. */
    void expire(final long nowNs) {
        for (int port = 0; port < count; port++) {
            if (get(port, VOID_AT) != 0 && get(port, VOID_AT) <= nowNs) {
                set(port, VOID_AT, 0);
            }
        }
    }

    boolean isAcknowledgeDue(final int port) {
        return get(port, ACKNOWLEDGE) != 0;
    }

    void acknowledgeDue(final int port, final boolean isDue) {
        set(port, ACKNOWLEDGE, isDue ? 1 : 0);
    }

    long changeUntilNs() {
        return state.get(count * FIELDS);
    }

    void changeUntilNs(final long untilNs) {
        state.set(count * FIELDS, untilNs);
    }

    boolean isNoticeDue() {
        return state.get(count * FIELDS + 1) != 0;
    }

    void noticeDue(final boolean isDue) {
        state.set(count * FIELDS + 1, isDue ? 1 : 0);
    }

    private long get(final int port, final int field) {
        return state.get(port * FIELDS + field);
    }

    private void set(final int port, final int field, final long value) {
        state.set(port * FIELDS + field, value);
    }
}
