package io.holdfast.element;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketPool;

/**
 * A bounded queue of packets that is part of one worker's state.
 *
 * <pre>
 *   local state:  0 place of the oldest | 8 packets | 16 place 0 (2048) | place 1 | ...
 *   place:        0 length | 4 known | 8 annotations | the known bytes
 * </pre>
 *
 * <p>The packet itself stays in its buffer. Where a snapshot may be taken, its known bytes are copied here as well, so
 * that a replica which began with a snapshot can make up the packet and go on as the master does; if bytes are missing,
 * such a packet is not sent to the wire (see {@link Packet#isCutOff()}). A plain run copies nothing.
 *
 * <p>Used by the worker's thread.
 */
public final class PacketQueue {
    private static final int HEAD = 0;
    private static final int SIZE = 8;
    private static final int PLACES = 16;
    private static final int PLACE_BYTES = 2048;
    private static final int LENGTH = 0;
    private static final int KNOWN = 4;
    private static final int ANNOTATIONS = 8;
    private static final int BYTES = ANNOTATIONS + PacketAnnotations.SAVED_BYTES;

    private final LocalState state;
    private final PacketPool pool;
    private final Packet[] packets;
    private final boolean keepsCopies;

    PacketQueue(final LocalState state, final PacketPool pool, final int capacityPackets, final boolean keepsCopies) {
        this.state = state;
        this.pool = pool;
        this.keepsCopies = keepsCopies;
        packets = new Packet[capacityPackets];
    }

    static long lengthBytes(final int capacityPackets, final boolean keepsCopies) {
        return PLACES + (keepsCopies ? (long) capacityPackets * PLACE_BYTES : 0);
    }

    /** Packets in the queue. */
    public int size() {
        return (int) NativeMemory.getLong(state.address() + SIZE);
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    public boolean isFull() {
        return size() == packets.length;
    }

    public int capacity() {
        return packets.length;
    }

    /** Adds a packet at the end; the caller has checked {@link #isFull()}. */
    public void addLast(final Packet packet) {
        state.changing();
        final int size = size();
        store(place(size), packet);
        setSize(size + 1);
    }

    /** Adds a packet before the oldest; the caller has checked {@link #isFull()}. */
    public void addFirst(final Packet packet) {
        state.changing();
        final int place = place(packets.length - 1);
        NativeMemory.putLong(state.address() + HEAD, place);
        store(place, packet);
        setSize(size() + 1);
    }

    /**
     * Takes the oldest packet.
     *
     * @return null if the packet had to be made up of a snapshot and the pool had no buffer; its place is free all the same
     */
    public Packet removeFirst() {
        assert !isEmpty();
        state.changing();
        final int place = place(0);
        NativeMemory.putLong(state.address() + HEAD, place + 1 == packets.length ? 0 : place + 1);
        setSize(size() - 1);
        return take(place);
    }

    /** Takes the youngest packet; null as for {@link #removeFirst()}. */
    public Packet removeLast() {
        assert !isEmpty();
        state.changing();
        final int place = place(size() - 1);
        setSize(size() - 1);
        return take(place);
    }

    /** Length of the oldest packet, in bytes. */
    public int firstLength() {
        final int place = place(0);
        return packets[place] == null ? NativeMemory.getInt(address(place) + LENGTH) : packets[place].length();
    }

    /** Timestamp of the oldest packet, in nanoseconds of the epoch. */
    public long firstTimestampNs() {
        final int place = place(0);
        return packets[place] == null
                ? PacketAnnotations.savedTimestampNs(address(place) + ANNOTATIONS)
                : packets[place].timestampNs();
    }

    /** Drops all packets. */
    public void clear() {
        while (!isEmpty()) {
            final Packet packet = removeFirst();
            if (packet != null) {
                packet.free();
            }
        }
    }

    /** Takes over what another queue holds, as much as there is room for; the rest stays there. */
    void takeFrom(final PacketQueue other) {
        while (!other.isEmpty() && !isFull()) {
            final Packet packet = other.removeFirst();
            if (packet != null) {
                addLast(packet);
            }
        }
    }

    /** Frees every packet, without a change of the state. */
    public void close() {
        for (int i = 0; i < packets.length; i++) {
            if (packets[i] != null) {
                packets[i].free();
                packets[i] = null;
            }
        }
    }

    private void setSize(final int size) {
        NativeMemory.putLong(state.address() + SIZE, size);
    }

    /** The place that is so many behind the oldest packet's. */
    private int place(final int distance) {
        final int place = (int) NativeMemory.getLong(state.address() + HEAD) + distance;
        return place >= packets.length ? place - packets.length : place;
    }

    private long address(final int place) {
        return state.address() + PLACES + (long) place * PLACE_BYTES;
    }

    /** What leaves a queue is nobody's: burst numbers begin anew in each log epoch, and its origin would name another's. */
    private void store(final int place, final Packet packet) {
        packet.origin(Packet.NO_ORIGIN);
        packets[place] = packet;
        if (keepsCopies) {
            copy(packet, address(place));
        }
    }

    private static void copy(final Packet packet, final long address) {
        packet.limitKnown(Math.min(packet.knownLength(), PLACE_BYTES - BYTES));
        final int known = packet.knownLength();
        NativeMemory.putInt(address + LENGTH, packet.length());
        NativeMemory.putInt(address + KNOWN, known);
        packet.saveAnnotations(address + ANNOTATIONS);
        NativeMemory.copy(packet.address(), address + BYTES, known);
    }

    private Packet take(final int place) {
        final Packet packet = packets[place] == null ? makeUp(address(place)) : packets[place];
        packets[place] = null;
        return packet;
    }

    private Packet makeUp(final long address) {
        assert keepsCopies;
        final Packet packet = pool.allocate();
        if (packet == null) {
            return null;
        }
        if (!packet.append(NativeMemory.getInt(address + LENGTH))) {
            packet.free();
            return null;
        }
        final int known = NativeMemory.getInt(address + KNOWN);
        NativeMemory.copy(address + BYTES, packet.address(), known);
        packet.limitKnown(known);
        packet.cutOffBehindKnown();
        packet.restoreAnnotations(address + ANNOTATIONS);
        return packet;
    }
}
