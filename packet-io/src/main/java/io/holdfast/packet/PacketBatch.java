package io.holdfast.packet;

/**
 * An ordered, bounded collection of packets that moves through the graph in one call.
 *
 * <p>Handing a batch to somebody gives its packets away: the callee empties it. The batch object stays with its
 * maker, to be filled again. Not thread-safe.
 */
public final class PacketBatch {
    /** Packets of one burst, the unit of processing, logging and replay. */
    public static final int BURST_PACKETS = 32;

    private final Packet[] packets;
    private int size;

    /** Makes an empty batch of one burst. */
    public PacketBatch() {
        this(BURST_PACKETS);
    }

    public PacketBatch(final int capacityPackets) {
        packets = new Packet[capacityPackets];
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return packets.length;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean isFull() {
        return size == packets.length;
    }

    /** Packets that can still be added. */
    public int remaining() {
        return packets.length - size;
    }

    public Packet get(final int index) {
        assert index < size : index + " of " + size;
        return packets[index];
    }

    /** Replaces the packet at a place; the former one is the caller's. */
    public void set(final int index, final Packet packet) {
        assert index < size : index + " of " + size;
        packets[index] = packet;
    }

    /** Adds a packet at the end; the caller has checked {@link #isFull()}. */
    public void add(final Packet packet) {
        packets[size++] = packet;
    }

    /** Copies some packets, from a place on, into an array. */
    public void copyTo(final int index, final Packet[] target, final int targetIndex, final int count) {
        assert index + count <= size : index + count + " of " + size;
        System.arraycopy(packets, index, target, targetIndex, count);
    }

    /** Adds packets of an array at the end; the caller has checked that there is room. */
    public void addFrom(final Packet[] source, final int index, final int count) {
        System.arraycopy(source, index, packets, size, count);
        size += count;
    }

    /** Forgets the packets, which have gone elsewhere. */
    public void clear() {
        size = 0;
    }

    /** Cuts to the first packets; the others have gone elsewhere. */
    public void size(final int newSize) {
        assert newSize >= 0 && newSize <= packets.length : newSize;
        size = newSize;
    }

    /** Ends every packet and empties the batch. */
    public void free() {
        for (int i = 0; i < size; i++) {
            packets[i].free();
        }
        size = 0;
    }
}
