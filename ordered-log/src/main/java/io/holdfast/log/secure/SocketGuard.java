package io.holdfast.log.secure;

import io.holdfast.packet.dpdk.SocketFilter;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Protects a socket from a flood of wrong datagrams: when many come, the kernel is told which ones to drop.
 *
 * <p>A datagram that the kernel drops costs a fraction of one that a thread is woken for, copies and looks at. Few wrong ones are
 * left to the seal, which says of each what is wrong with it; from {@link #FLOOD_COUNT} in {@link #FLOOD_NS} on a
 * {@link FilterProgram} keeps away what the seal would ignore anyway, and is renewed while wrong ones come through, as more
 * numbers have come. It stays when the flood is over. Used by the socket's thread.
 */
public final class SocketGuard {
    /** Wrong datagrams within {@link #FLOOD_NS} that are a flood. */
    static final int FLOOD_COUNT = 256;

    static final long FLOOD_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long RENEWAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final DatagramChannel socket;
    private final List<DatagramSeal> seals;
    private int ignored;
    private long sinceNs;
    private long attachedNs;
    private volatile boolean isAttached;
    private volatile long drops;
    private GroupKeyRing ring;
    private boolean isImpossible;

    /** @param seals that datagrams of this socket may be for */
    public SocketGuard(final DatagramChannel socket, final List<DatagramSeal> seals) {
        this.socket = socket;
        this.seals = seals;
    }

    /** A datagram has come that was ignored. */
    public void onIgnored(final long nowNs) {
        if (ignored == 0) {
            sinceNs = nowNs;
        }
        if (++ignored < FLOOD_COUNT) {
            return;
        }
        ignored = 0;
        final boolean isFlood = nowNs - sinceNs < FLOOD_NS;
        if (isFlood && !isImpossible && (!isAttached || nowNs - attachedNs >= RENEWAL_NS)) {
            attach();
            attachedNs = nowNs;
        }
    }

    /** To be called before a look at the socket: a program that does not know the keys of now is replaced. */
    public void refresh() {
        if (isAttached && seals.getFirst().ring() != ring) {
            attach();
        }
    }

    private void attach() {
        ring = seals.getFirst().ring();
        if (!SocketFilter.attach(socket, FilterProgram.of(seals, ring))) {
            // One that is there and does not know the keys would drop what is right.
            SocketFilter.detach(socket);
            isAttached = false;
            isImpossible = true;
            return;
        }
        isAttached = true;
    }

    /** Whether the kernel drops what is wrong. */
    public boolean isAttached() {
        return isAttached;
    }

    /** Datagrams that the kernel has dropped since there is a program, whether wrong or for want of room. Any thread. */
    public long drops() {
        if (isAttached && socket.isOpen()) {
            drops = Math.max(drops, SocketFilter.drops(socket));
        }
        return drops;
    }
}
