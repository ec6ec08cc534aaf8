package io.holdfast.nat.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Finds the hardware addresses of neighbours, keeps frames waiting meanwhile, and answers others' questions (RFC 826).
 *
 * <p>Bounded: {@link #MAX_NEIGHBOURS} neighbours, {@link #MAX_WAITING} frames waiting; more are dropped and counted.
 */
final class Arp {
    static final int MAX_NEIGHBOURS = 256;
    static final int MAX_WAITING = 1024;

    private static final long ASK_AGAIN_NS = 200_000_000;
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final int FRAME_BYTES = 60;

    private final Wire wire;
    private final HostAddress self;
    private final Map<Integer, Long> neighbours = new HashMap<>();
    private final Map<Integer, Unresolved> unresolved = new HashMap<>();
    private int waiting;
    private long dropped;

    /** A neighbour that has not answered yet. */
    private static final class Unresolved {
        private final Queue<byte[]> frames = new ArrayDeque<>();
        private long askedNs;
    }

    Arp(final Wire wire, final HostAddress self) {
        this.wire = wire;
        this.self = self;
    }

    /** Sends a frame to a neighbour, as soon as its hardware address is known. */
    void send(final int neighbourIp, final byte[] frame, final long nowNs) {
        final Long mac = neighbours.get(neighbourIp);
        if (mac != null) {
            transmit(frame, mac);
            return;
        }
        if (waiting >= MAX_WAITING || unresolved.size() >= MAX_NEIGHBOURS) {
            dropped++;
            return;
        }
        final Unresolved entry = unresolved.computeIfAbsent(neighbourIp, ip -> {
            final Unresolved fresh = new Unresolved();
            ask(ip, fresh, nowNs);
            return fresh;
        });
        entry.frames.add(frame);
        waiting++;
    }

    /** Asks again where no answer has come. */
    void onTime(final long nowNs) {
        unresolved.forEach((ip, entry) -> {
            if (nowNs - entry.askedNs >= ASK_AGAIN_NS) {
                ask(ip, entry, nowNs);
            }
        });
    }

    /** Handles an ARP frame: learns who sent it, and answers if it asks for this host. */
    void onFrame(final byte[] frame) {
        if (frame.length < 42) {
            dropped++;
            return;
        }
        final long senderMac = Bytes.get48(frame, 22);
        final int senderIp = Bytes.get32(frame, 28);
        final boolean isForSelf = Bytes.get32(frame, 38) == self.ip();
        if (neighbours.containsKey(senderIp) || isForSelf || unresolved.containsKey(senderIp)) {
            learn(senderIp, senderMac);
        }
        if (isForSelf && Bytes.get16(frame, 20) == REQUEST) {
            transmit(frame(REPLY, senderMac, senderIp), senderMac);
        }
    }

    long dropped() {
        return dropped;
    }

    private void learn(final int ip, final long mac) {
        if (neighbours.size() >= MAX_NEIGHBOURS && !neighbours.containsKey(ip)) {
            dropped++;
            return;
        }
        neighbours.put(ip, mac);
        final Unresolved entry = unresolved.remove(ip);
        if (entry != null) {
            waiting -= entry.frames.size();
            entry.frames.forEach(frame -> transmit(frame, mac));
        }
    }

    private void ask(final int ip, final Unresolved entry, final long nowNs) {
        entry.askedNs = nowNs;
        transmit(frame(REQUEST, 0, ip), BROADCAST);
    }

    private byte[] frame(final int operation, final long targetMac, final int targetIp) {
        final byte[] frame = new byte[FRAME_BYTES];
        Bytes.put16(frame, 12, Ipv4.ETHER_TYPE_ARP);
        Bytes.put16(frame, 14, 1);
        Bytes.put16(frame, 16, Ipv4.ETHER_TYPE_IPV4);
        Bytes.put16(frame, 18, 0x0604);
        Bytes.put16(frame, 20, operation);
        Bytes.put48(frame, 22, self.mac());
        Bytes.put32(frame, 28, self.ip());
        Bytes.put48(frame, 32, targetMac);
        Bytes.put32(frame, 38, targetIp);
        return frame;
    }

    private void transmit(final byte[] frame, final long targetMac) {
        Bytes.put48(frame, 0, targetMac);
        Bytes.put48(frame, 6, self.mac());
        if (!wire.send(frame)) {
            dropped++;
        }
    }
}
