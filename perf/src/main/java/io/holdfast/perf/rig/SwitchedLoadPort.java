package io.holdfast.perf.rig;

import io.holdfast.packet.NativeMemory;
import io.holdfast.perf.load.FrameSink;
import io.holdfast.perf.load.LoadPort;

/**
 * A segment to which several nodes are plugged: what a switch is between them and the generator.
 *
 * <p>It learns as a switch does: frames for the box go to the node from which a frame came last; before the first one
 * they go to all. A node's link may be replaced while the segment is in use, from another thread.
 */
final class SwitchedLoadPort implements LoadPort {
    private static final long NOBODY = -1;

    private final LoadPort[] links;
    private final Tap[] taps;
    private volatile LoadPort[] fresh;
    private int active = (int) NOBODY;

    SwitchedLoadPort(final int nodes) {
        links = new LoadPort[nodes];
        fresh = new LoadPort[nodes];
        taps = new Tap[nodes];
        for (int node = 0; node < nodes; node++) {
            taps[node] = new Tap(node);
        }
    }

    /** Plugs a node in, in place of what was there before. */
    synchronized void plugIn(final int node, final LoadPort link) {
        final LoadPort[] next = fresh.clone();
        next[node] = link;
        fresh = next;
    }

    /** Takes over what has been plugged in; on the generator's thread. */
    private void refresh() {
        final LoadPort[] latest = fresh;
        for (int node = 0; node < links.length; node++) {
            if (links[node] != latest[node]) {
                if (links[node] != null) {
                    links[node].close();
                }
                links[node] = latest[node];
            }
        }
    }

    @Override
    public boolean send(final long address, final int length) {
        if (active >= 0 && !isBroadcast(address)) {
            return links[active] == null || links[active].send(address, length);
        }
        boolean isSent = false;
        for (final LoadPort link : links) {
            isSent |= link != null && link.send(address, length);
        }
        return isSent;
    }

    private static boolean isBroadcast(final long address) {
        return (NativeMemory.getByte(address) & 1) != 0;
    }

    @Override
    public void flush() {
        for (final LoadPort link : links) {
            if (link != null) {
                link.flush();
            }
        }
    }

    @Override
    public int poll(final FrameSink sink, final int limit) {
        refresh();
        int count = 0;
        for (int node = 0; node < links.length; node++) {
            if (links[node] != null) {
                taps[node].sink = sink;
                count += links[node].poll(taps[node], limit);
            }
        }
        return count;
    }

    @Override
    public void close() {
        refresh();
        for (final LoadPort link : links) {
            if (link != null) {
                link.close();
            }
        }
    }

    /** Notes which node a frame came from. */
    private final class Tap implements FrameSink {
        private final int node;
        private FrameSink sink;

        Tap(final int node) {
            this.node = node;
        }

        @Override
        public void onFrame(final long address, final int length) {
            active = node;
            sink.onFrame(address, length);
        }
    }
}
