package io.holdfast.packet.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.holdfast.packet.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Asks a neighbour on an interface of the kernel whether it is there, by ARP probes (RFC 5227: from nobody's address, so that no
 * cache is touched) through a packet socket of its own beside that of the port.
 *
 * <p>What it sends and hears passes the port, too, as everything on the interface does: the graph sees a question that is not for
 * it, and an answer that is true. Frames have the interface's own address, not the pair's virtual one. Used by one thread.
 */
public final class ArpProbe implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_NONBLOCK_CLOEXEC = 3 | 0x800 | 0x80000;
    private static final short ETHERTYPE_ARP = 0x0806;
    private static final int ADDRESS_BYTES = 20;
    private static final int FRAME_BYTES = 60;
    private static final int ARP_END = 42;
    private static final int ROOM_BYTES = 2048;
    private static final int FRAMES_PER_LOOK = 256;
    private static final short REQUEST = 1;
    private static final short REPLY = 2;
    private static final int OPERATION = 20;
    private static final int SENDER_IP = 28;

    private static final MethodHandle SOCKET = Libc.function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = Libc.function("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = Libc.function("send", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = Libc.function("recv", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = Libc.function("close", JAVA_INT);

    private final String iface;
    private final byte[] neighbour;
    private final long intervalNs;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno = arena.allocate(Libc.ERRNO_LAYOUT);
    private final MemorySegment room = arena.allocate(ROOM_BYTES, Long.BYTES);
    private final MemorySegment question = arena.allocate(FRAME_BYTES, Long.BYTES);
    private final int socket;
    private long nextNs;
    private long answeredNs;
    private long questionCount;
    private long answerCount;

    /**
     * Opens the socket; the neighbour counts as having answered now.
     *
     * @param iface name of the interface
     * @param neighbour its IPv4 address, four numbers with dots
     * @param intervalNs between two questions
     * @throws DeviceException if there is no such interface, or the process may not open packet sockets (CAP_NET_RAW)
     */
    public ArpProbe(final String iface, final String neighbour, final long intervalNs, final long nowNs) {
        this.iface = iface;
        this.intervalNs = intervalNs;
        nextNs = nowNs;
        answeredNs = nowNs;
        try {
            this.neighbour = InetAddress.getByName(neighbour).getAddress();
            final KernelLink found = new KernelLink(iface);
            final byte[] mac = found.macAddress();
            if (mac == null) {
                throw new DeviceException("no interface of the kernel to ask for neighbours: " + iface);
            }
            writeQuestion(mac);
            socket = open(found.index());
        } catch (final UnknownHostException e) {
            arena.close();
            throw new DeviceException("a neighbour must be an IPv4 address: " + neighbour, e);
        } catch (final RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private void writeQuestion(final byte[] mac) {
        final ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
        final byte[] everybody = new byte[mac.length];
        Arrays.fill(everybody, (byte) 0xff);
        frame.put(everybody).put(mac).putShort(ETHERTYPE_ARP);
        frame.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort(REQUEST);
        frame.put(mac).putInt(0).put(new byte[6]).put(neighbour);
        MemorySegment.copy(frame.array(), 0, question, JAVA_BYTE, 0, FRAME_BYTES);
    }

    private int open(final int index) {
        final int protocol = Short.reverseBytes(ETHERTYPE_ARP) & 0xffff;
        try {
            final int opened = (int) SOCKET.invokeExact(errno, AF_PACKET, SOCK_RAW_NONBLOCK_CLOEXEC, protocol);
            Libc.check(Math.min(opened, 0), errno, "socket(AF_PACKET) for neighbours on " + iface, "run as root");
            final ByteBuffer address = ByteBuffer.allocate(ADDRESS_BYTES).order(java.nio.ByteOrder.nativeOrder());
            address.putShort((short) AF_PACKET).putShort((short) protocol).putInt(index);
            MemorySegment.copy(address.array(), 0, room, JAVA_BYTE, 0, ADDRESS_BYTES);
            final int code = (int) BIND.invokeExact(errno, opened, room.address(), ADDRESS_BYTES);
            Libc.check(code, errno, "bind(AF_PACKET, " + iface + ")", "see that the interface is there");
            return opened;
        } catch (final Throwable e) {
            throw Libc.rethrown(e);
        }
    }

    /** Asks if it is time to, takes what has come, and tells for how long the neighbour has not answered. */
    public long silenceNs(final long nowNs) {
        try {
            if (nextNs - nowNs <= 0) {
                nextNs = nowNs + intervalNs;
                questionCount++;
                // What cannot be sent, because the link is down, is not answered either.
                final int sent = (int) SEND.invokeExact(errno, socket, question.address(), (long) FRAME_BYTES, 0);
                assert sent == FRAME_BYTES || sent < 0;
            }
            listen(nowNs);
        } catch (final Throwable e) {
            throw Libc.rethrown(e);
        }
        return Math.max(0, nowNs - answeredNs);
    }

    private void listen(final long nowNs) throws Throwable {
        for (int i = 0; i < FRAMES_PER_LOOK; i++) {
            final int length = (int) RECV.invokeExact(errno, socket, room.address(), (long) ROOM_BYTES, 0);
            if (length < 0) {
                return;
            }
            if (length >= ARP_END && isAnswer()) {
                answeredNs = nowNs;
                answerCount++;
            }
        }
    }

    private boolean isAnswer() {
        if (room.get(JAVA_BYTE, OPERATION + 1) != REPLY || room.get(JAVA_BYTE, OPERATION) != 0) {
            return false;
        }
        for (int i = 0; i < neighbour.length; i++) {
            if (room.get(JAVA_BYTE, SENDER_IP + i) != neighbour[i]) {
                return false;
            }
        }
        return true;
    }

    /** Questions asked. */
    public long questionCount() {
        return questionCount;
    }

    /** Answers of the neighbour, to whomever. */
    public long answerCount() {
        return answerCount;
    }

    @Override
    public void close() {
        try {
            final int code = (int) CLOSE.invokeExact(errno, socket);
            Libc.check(code, errno, "close(packet socket of " + iface + ")", "none known");
        } catch (final Throwable e) {
            throw Libc.rethrown(e);
        } finally {
            arena.close();
        }
    }
}
