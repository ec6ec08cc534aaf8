package io.holdfast.log.aeron;

/**
 * Says when a socket that was found empty is worth the next look, which is a system call.
 *
 * <p>Some sockets never have anything (a master's for log streams: only masters write them), of some nobody waits for what
 * comes (status messages tell a sender that its window moves on, long before it is used up). Each would cost every turn as
 * much as a few packets do. Used by one thread.
 */
final class SocketPatience {
    private final long pauseNs;
    private final long silenceNs;
    private long nextLookNs;
    private long silentFromNs;

    private SocketPatience(final long pauseNs, final long silenceNs, final long nowNs) {
        this.pauseNs = pauseNs;
        this.silenceNs = silenceNs;
        nextLookNs = nowNs;
        silentFromNs = nowNs + silenceNs;
    }

    /** Looks at an empty socket again after so long. */
    static SocketPatience always(final long pauseNs, final long nowNs) {
        return new SocketPatience(pauseNs, 0, nowNs);
    }

    /** Looks at an empty socket again at once, unless nothing has come for so long. */
    static SocketPatience whenSilentFor(final long silenceNs, final long pauseNs, final long nowNs) {
        return new SocketPatience(pauseNs, silenceNs, nowNs);
    }

    /** Whether to look now. */
    boolean isDue(final long nowNs) {
        return nowNs - nextLookNs >= 0;
    }

    /** A look found nothing. */
    void onEmpty(final long nowNs) {
        nextLookNs = nowNs - silentFromNs >= 0 ? nowNs + pauseNs : nowNs;
    }

    /** A look found something, whatever it was. */
    void onHeard(final long nowNs) {
        silentFromNs = nowNs + silenceNs;
        nextLookNs = nowNs;
    }
}
