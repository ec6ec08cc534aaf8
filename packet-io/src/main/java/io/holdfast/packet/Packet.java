package io.holdfast.packet;

/**
 * A view of one packet in native memory, with the annotations that elements hand on along the graph.
 *
 * <pre>
 *  bufferAddress      address()                 address()+length()      bufferAddress+bufferLength
 *      |   headroom   |            data         |        tailroom       |
 *                     |  knownLength()  |  not captured  |
 * </pre>
 *
 * <p><b>Ownership.</b> A packet has one owner at a time. Who is handed a batch owns its packets and passes each on,
 * holds it, or ends it with {@link #free()}. Objects are pooled with their buffers: keep no reference to a packet
 * given away.
 *
 * <p><b>Known bytes.</b> The ordered log may keep only the leading bytes of a packet (as many as the graph's elements
 * declare to read). {@link #knownLength()} counts the bytes from the data's start that both sides, master and
 * replica, have; reading or deciding on a byte beyond would make the two differ, and fails under {@code -ea}.
 *
 * <p>Not thread-safe: used by the worker that owns it. Offsets are relative to the data's start, in bytes, and are
 * checked only under {@code -ea}; check a header's length before reading its fields.
 */
public final class Packet {
    /** Value of a header offset that nobody has set. */
    public static final int UNSET = -1;

    /** A header offset in saved annotations that nobody has set; a set one may be negative. */
    private static final int NO_HEADER = Integer.MIN_VALUE;

    /** Value of {@link #origin()} of a packet that did not come in. */
    public static final int NO_ORIGIN = -1;

    private final PacketPool pool;
    private long handle;
    private long bufferAddress;
    private int bufferLength;
    private long address;
    private int length;
    private int knownLength;
    private boolean cutOff;

    private long networkHeader;
    private long transportHeader;
    private int destinationIp;
    private int paint;
    private int inputPort;
    private int type;
    private int origin = NO_ORIGIN;
    private long timestampNs;
    private final PacketAnnotations others = new PacketAnnotations();

    /**
     * Makes an unbound packet object.
     *
     * @param pool to which {@link #free()} gives it back
     */
    public Packet(final PacketPool pool) {
        this.pool = pool;
    }

    /**
     * Binds this object to a buffer that holds a packet, and clears all annotations. Called by pools and ports.
     *
     * @param handle what the pool knows the buffer by (an mbuf's address, a slot number)
     * @param bufferAddress first byte of the buffer, headroom included
     * @param bufferLength bytes of the buffer
     * @param dataOffset where the packet starts in the buffer, in bytes
     * @param length of the packet, in bytes
     */
    public void bind(
            final long handle,
            final long bufferAddress,
            final int bufferLength,
            final int dataOffset,
            final int length) {
        this.handle = handle;
        this.bufferAddress = bufferAddress;
        this.bufferLength = bufferLength;
        this.address = bufferAddress + dataOffset;
        this.length = length;
        this.knownLength = length;
        cutOff = false;
        networkHeader = 0;
        transportHeader = 0;
        destinationIp = 0;
        paint = 0;
        inputPort = 0;
        type = PacketType.HOST;
        origin = NO_ORIGIN;
        timestampNs = 0;
        others.clear();
    }

    /** Ends this packet: its buffer and this object go back to the pool. */
    public void free() {
        pool.free(this);
    }

    public PacketPool pool() {
        return pool;
    }

    /** What the pool knows the buffer by. */
    public long handle() {
        return handle;
    }

    public long bufferAddress() {
        return bufferAddress;
    }

    public int bufferLength() {
        return bufferLength;
    }

    /** Address of the first data byte. */
    public long address() {
        return address;
    }

    /** Bytes of data. */
    public int length() {
        return length;
    }

    /** Bytes from the data's start that master and replica both have; at most {@link #length()}. */
    public int knownLength() {
        return knownLength;
    }

    /** Limits the known bytes to the first {@code depth}; set when the packet is received or replayed. */
    public void limitKnown(final int depth) {
        knownLength = Math.min(depth, length);
    }

    /**
     * Says that the bytes behind the known ones are missing: the packet comes from a log that kept only its beginning,
     * and must never be sent.
     */
    public void cutOffBehindKnown() {
        cutOff = knownLength < length;
    }

    /** Whether bytes of this packet are missing. */
    public boolean isCutOff() {
        return cutOff;
    }

    /** Whether every byte of this packet is known. */
    public boolean isWhole() {
        return knownLength == length;
    }

    public int headroom() {
        return (int) (address - bufferAddress);
    }

    public int tailroom() {
        return bufferLength - headroom() - length;
    }

    /** Removes bytes from the front; the caller has checked that there are as many. */
    public void strip(final int bytes) {
        assert bytes >= 0 && bytes <= length : "strip " + bytes + " of " + length;
        address += bytes;
        length -= bytes;
        knownLength = Math.max(0, knownLength - bytes);
    }

    /**
     * Adds bytes to the front, with whatever content the headroom had.
     *
     * @return false if the headroom is too small; the packet is then unchanged
     */
    public boolean prepend(final int bytes) {
        if (bytes > headroom()) {
            return false;
        }
        address -= bytes;
        length += bytes;
        knownLength += bytes;
        return true;
    }

    /** Cuts the packet to its first {@code newLength} bytes; the caller has checked that there are as many. */
    public void truncate(final int newLength) {
        assert newLength >= 0 && newLength <= length : "truncate to " + newLength + " of " + length;
        length = newLength;
        knownLength = Math.min(knownLength, newLength);
    }

    /**
     * Adds bytes at the end, with whatever content the tailroom had.
     *
     * @return false if the tailroom is too small; the packet is then unchanged
     */
    public boolean append(final int bytes) {
        if (bytes > tailroom()) {
            return false;
        }
        if (isWhole()) {
            knownLength += bytes;
        }
        length += bytes;
        return true;
    }

    public int getByte(final int offset) {
        assert known(offset, 1) : outside(offset, 1);
        return Byte.toUnsignedInt(NativeMemory.getByte(address + offset));
    }

    public void putByte(final int offset, final int value) {
        assert known(offset, 1) : outside(offset, 1);
        NativeMemory.putByte(address + offset, (byte) value);
    }

    /** Two bytes in network order, unsigned. */
    public int getShort(final int offset) {
        assert known(offset, 2) : outside(offset, 2);
        return NativeMemory.getShortBe(address + offset);
    }

    public void putShort(final int offset, final int value) {
        assert known(offset, 2) : outside(offset, 2);
        NativeMemory.putShortBe(address + offset, value);
    }

    /** Four bytes in network order. */
    public int getInt(final int offset) {
        assert known(offset, 4) : outside(offset, 4);
        return NativeMemory.getIntBe(address + offset);
    }

    public void putInt(final int offset, final int value) {
        assert known(offset, 4) : outside(offset, 4);
        NativeMemory.putIntBe(address + offset, value);
    }

    /** Eight bytes in network order. */
    public long getLong(final int offset) {
        assert known(offset, 8) : outside(offset, 8);
        return NativeMemory.getLongBe(address + offset);
    }

    public void putLong(final int offset, final long value) {
        assert known(offset, 8) : outside(offset, 8);
        NativeMemory.putLongBe(address + offset, value);
    }

    /** Six bytes in network order, in the low 48 bits. */
    public long getMac(final int offset) {
        assert known(offset, 6) : outside(offset, 6);
        final long high = NativeMemory.getShortBe(address + offset);
        return high << 32 | Integer.toUnsignedLong(NativeMemory.getIntBe(address + offset + 2));
    }

    public void putMac(final int offset, final long mac) {
        assert known(offset, 6) : outside(offset, 6);
        NativeMemory.putShortBe(address + offset, (int) (mac >>> 32));
        NativeMemory.putIntBe(address + offset + 2, (int) mac);
    }

    /** Offset of the network (IP) header from the data's start, or {@link #UNSET}; negative after a strip beyond it. */
    public int networkOffset() {
        return networkHeader == 0 ? UNSET : (int) (networkHeader - address);
    }

    public void networkOffset(final int offset) {
        networkHeader = address + offset;
    }

    public boolean hasNetworkHeader() {
        return networkHeader != 0;
    }

    /** Offset of the transport header from the data's start, or {@link #UNSET}. */
    public int transportOffset() {
        return transportHeader == 0 ? UNSET : (int) (transportHeader - address);
    }

    public void transportOffset(final int offset) {
        transportHeader = address + offset;
    }

    /** Destination annotation: the next hop's IPv4 address, in host order. */
    public int destinationIp() {
        return destinationIp;
    }

    public void destinationIp(final int address) {
        destinationIp = address;
    }

    /** Paint annotation, one byte. */
    public int paint() {
        return paint;
    }

    public void paint(final int color) {
        paint = color;
    }

    /** Number of the port that this packet came in by, in the order of the node's settings. */
    public int inputPort() {
        return inputPort;
    }

    public void inputPort(final int port) {
        inputPort = port;
    }

    /** Logged time of the packet's burst, in nanoseconds of the epoch. */
    public long timestampNs() {
        return timestampNs;
    }

    public void timestampNs(final long timeNs) {
        timestampNs = timeNs;
    }

    /** Where in which burst the packet came in, in the log's own numbering, or {@link #NO_ORIGIN}. Copies share it. */
    public int origin() {
        return origin;
    }

    public void origin(final int newOrigin) {
        origin = newOrigin;
    }

    /** For whom the packet came on its link: one of {@link PacketType}. */
    public int type() {
        return type;
    }

    public void type(final int packetType) {
        type = packetType;
    }

    /** One byte of the annotation area, in [0, 255]; {@link PacketAnnotations} says what lies where. */
    public int annotationByte(final int offset) {
        if (offset < PacketAnnotations.DESTINATION_IP + Integer.BYTES) {
            return destinationIp >>> (24 - 8 * offset) & 0xff;
        }
        return offset == PacketAnnotations.PAINT ? paint : others.getByte(offset);
    }

    public void annotationByte(final int offset, final int value) {
        if (offset < PacketAnnotations.DESTINATION_IP + Integer.BYTES) {
            final int shift = 24 - 8 * offset;
            destinationIp = destinationIp & ~(0xff << shift) | (value & 0xff) << shift;
        } else if (offset == PacketAnnotations.PAINT) {
            paint = value & 0xff;
        } else {
            others.putByte(offset, value);
        }
    }

    /** Two bytes of the annotation area, unsigned. */
    public int annotationShort(final int offset) {
        return annotationByte(offset) << 8 | annotationByte(offset + 1);
    }

    public void annotationShort(final int offset, final int value) {
        annotationByte(offset, value >>> 8);
        annotationByte(offset + 1, value);
    }

    /** Four bytes of the annotation area. */
    public int annotationInt(final int offset) {
        return offset == PacketAnnotations.DESTINATION_IP
                ? destinationIp
                : annotationShort(offset) << 16 | annotationShort(offset + 2);
    }

    public void annotationInt(final int offset, final int value) {
        if (offset == PacketAnnotations.DESTINATION_IP) {
            destinationIp = value;
        } else {
            annotationShort(offset, value >>> 16);
            annotationShort(offset + 2, value);
        }
    }

    /** Writes all annotations to {@link PacketAnnotations#SAVED_BYTES} bytes of memory, for a container that keeps packets. */
    public void saveAnnotations(final long target) {
        NativeMemory.putInt(target, networkHeader == 0 ? NO_HEADER : networkOffset());
        NativeMemory.putInt(target + 4, transportHeader == 0 ? NO_HEADER : transportOffset());
        NativeMemory.putInt(target + 8, destinationIp);
        NativeMemory.putShort(target + 12, (short) paint);
        NativeMemory.putShort(target + 14, (short) type);
        NativeMemory.putInt(target + 16, inputPort);
        NativeMemory.putInt(target + 20, 0);
        NativeMemory.putLong(target + 24, timestampNs);
        others.save(target + 32);
    }

    /** Takes all annotations back from where {@link #saveAnnotations} wrote them. */
    public void restoreAnnotations(final long source) {
        final int network = NativeMemory.getInt(source);
        networkHeader = network == NO_HEADER ? 0 : address + network;
        final int transport = NativeMemory.getInt(source + 4);
        transportHeader = transport == NO_HEADER ? 0 : address + transport;
        destinationIp = NativeMemory.getInt(source + 8);
        paint = NativeMemory.getShort(source + 12);
        type = NativeMemory.getShort(source + 14);
        inputPort = NativeMemory.getInt(source + 16);
        timestampNs = NativeMemory.getLong(source + 24);
        others.restore(source + 32);
    }

    /**
     * A copy of this packet, annotations included.
     *
     * @return null if the pool has no buffer, or none that is large enough
     */
    public Packet copy(final PacketPool target) {
        final Packet copy = target.allocate();
        if (copy == null) {
            return null;
        }
        if (!copy.append(length)) {
            copy.free();
            return null;
        }
        NativeMemory.copy(address, copy.address, length);
        copy.limitKnown(knownLength);
        copy.cutOff = cutOff;
        copy.copyAnnotations(this);
        return copy;
    }

    /** Copies all annotations (header offsets included) from a packet whose data starts at the same header. */
    public void copyAnnotations(final Packet from) {
        networkHeader = from.networkHeader == 0 ? 0 : address + (from.networkHeader - from.address);
        transportHeader = from.transportHeader == 0 ? 0 : address + (from.transportHeader - from.address);
        destinationIp = from.destinationIp;
        paint = from.paint;
        inputPort = from.inputPort;
        type = from.type;
        origin = from.origin;
        timestampNs = from.timestampNs;
        others.copy(from.others);
    }

    private boolean known(final int offset, final int bytes) {
        return offset >= 0 && offset + bytes <= knownLength;
    }

    private String outside(final int offset, final int bytes) {
        return "bytes [" + offset + ", " + (offset + bytes) + ") of a packet of " + length + ", known " + knownLength;
    }
}
