package io.holdfast.element.standard;

import io.holdfast.element.LocalState;
import io.holdfast.element.SoftState;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketAnnotations;
import io.holdfast.packet.PacketPool;

/**
 * The packets of one worker that wait for a neighbour's address, in numbered slots.
 *
 * <pre>
 *   local state:  0 first free slot + 1 | 4 slots ever used | 8 slot 0 (2048) | slot 1 | ...
 *   slot:         0 next slot + 1 | 4 length | 8 known | 16 annotations (80) | 96 the known bytes
 * </pre>
 *
 * <p>The packet itself stays in its buffer. Its known bytes are copied here as well, so that a replica which began with
 * a snapshot of the state can make up the packet and go on as the master does; if bytes are missing, such a packet will
 * not be sent to the wire (see {@link Packet#isCutOff()}).
 */
final class WaitingPackets {
    private static final int NONE = PendingNeighbours.NONE;
    private static final int SLOTS = 8;
    private static final int FIRST_FREE = 0;
    private static final int EVER_USED = 4;
    private static final int SLOT_BYTES = 2048;
    private static final int NEXT = 0;
    private static final int LENGTH = 4;
    private static final int KNOWN = 8;
    private static final int ANNOTATIONS = 16;
    private static final int BYTES = ANNOTATIONS + PacketAnnotations.SAVED_BYTES;

    private final LocalState state;
    private final PacketPool pool;

    @SoftState("buffers of what the container holds; made up from it where there are none")
    private final Packet[] packets;

    WaitingPackets(final LocalState state, final PacketPool pool, final int capacity) {
        this.state = state;
        this.pool = pool;
        packets = new Packet[capacity];
    }

    /** Bytes of local state for so many packets. */
    static long lengthBytes(final int capacity) {
        return SLOTS + (long) capacity * SLOT_BYTES;
    }

    /** Takes a packet in; {@link #NONE}, and the packet is still the caller's, if no slot is free. */
    int store(final Packet packet) {
        final int slot = takeSlot();
        if (slot == NONE) {
            return NONE;
        }
        final long address = slot(slot);
        // It leaves as nobody's: burst numbers begin anew in each log epoch, and its origin would name another packet.
        packet.origin(Packet.NO_ORIGIN);
        packet.limitKnown(Math.min(packet.knownLength(), SLOT_BYTES - BYTES));
        final int known = packet.knownLength();
        NativeMemory.putInt(address + NEXT, 0);
        NativeMemory.putInt(address + LENGTH, packet.length());
        NativeMemory.putInt(address + KNOWN, known);
        packet.saveAnnotations(address + ANNOTATIONS);
        NativeMemory.copy(packet.address(), address + BYTES, known);
        packets[slot] = packet;
        return slot;
    }

    private int takeSlot() {
        final int free = NativeMemory.getInt(state.address() + FIRST_FREE) - 1;
        final int everUsed = NativeMemory.getInt(state.address() + EVER_USED);
        if (free == NONE && everUsed == packets.length) {
            return NONE;
        }
        state.changing();
        if (free != NONE) {
            NativeMemory.putInt(state.address() + FIRST_FREE, next(free) + 1);
            return free;
        }
        NativeMemory.putInt(state.address() + EVER_USED, everUsed + 1);
        return everUsed;
    }

    /** Gives a packet back to the caller and frees its slot; null if it had to be made up and the pool is exhausted. */
    Packet take(final int slot) {
        state.changing();
        final Packet packet = packets[slot] == null ? makeUp(slot) : packets[slot];
        packets[slot] = null;
        NativeMemory.putInt(slot(slot) + NEXT, NativeMemory.getInt(state.address() + FIRST_FREE));
        NativeMemory.putInt(state.address() + FIRST_FREE, slot + 1);
        return packet;
    }

    private Packet makeUp(final int slot) {
        final Packet packet = pool.allocate();
        if (packet == null) {
            return null;
        }
        final long address = slot(slot);
        final int known = NativeMemory.getInt(address + KNOWN);
        if (!packet.append(NativeMemory.getInt(address + LENGTH))) {
            packet.free();
            return null;
        }
        NativeMemory.copy(address + BYTES, packet.address(), known);
        packet.limitKnown(known);
        packet.cutOffBehindKnown();
        packet.restoreAnnotations(address + ANNOTATIONS);
        return packet;
    }

    /** The slot behind one in its queue, or {@link #NONE}. */
    int next(final int slot) {
        return NativeMemory.getInt(slot(slot) + NEXT) - 1;
    }

    /** Puts a slot behind another. */
    void link(final int slot, final int next) {
        NativeMemory.putInt(slot(slot) + NEXT, next + 1);
    }

    /** Frees every packet, without a change of the state. */
    void close() {
        for (int i = 0; i < packets.length; i++) {
            if (packets[i] != null) {
                packets[i].free();
                packets[i] = null;
            }
        }
    }

    private long slot(final int slot) {
        return state.address() + SLOTS + (long) slot * SLOT_BYTES;
    }
}
