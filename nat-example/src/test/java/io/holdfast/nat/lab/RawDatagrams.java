package io.holdfast.nat.lab;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * A raw socket on loopback (raw(7)): hears all UDP datagrams there, and sends any, whoever they say that they are from.
 * Needs CAP_NET_RAW. Used by one thread.
 */
final class RawDatagrams implements AutoCloseable {
    /** Of the IPv4 header before a datagram, and of UDP's. */
    static final int IP_BYTES = 20;

    static final int UDP_BYTES = 8;

    private static final int AF_INET = 2;
    private static final int SOCK_RAW_NONBLOCK_CLOEXEC = 3 | 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 22;
    private static final int ADDRESS_BYTES = 16;
    private static final int MOST_BYTES = 1 << 16;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle RECV = function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDTO =
            function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

    /** What a raw socket is opened for: the protocol's number is what it hears, or says that it only sends. */
    enum Use {
        HEAR(17),
        SEND(255);

        private final int protocol;

        Use(final int protocol) {
            this.protocol = protocol;
        }
    }

    private final Arena arena = Arena.ofShared();
    private final MemorySegment room = arena.allocate(MOST_BYTES, Long.BYTES);
    private final MemorySegment address = arena.allocate(ADDRESS_BYTES, Long.BYTES);
    private final int socket;

    /**
     * Opens a socket.
     *
     * @throws IllegalStateException if this process may not
     */
    RawDatagrams(final Use use) {
        socket = (int) call(() -> (int) SOCKET.invokeExact(AF_INET, SOCK_RAW_NONBLOCK_CLOEXEC, use.protocol));
        if (socket < 0) {
            arena.close();
            throw new IllegalStateException("a raw socket needs CAP_NET_RAW: run as root");
        }
        MemorySegment.copy(LOOPBACK, 0, address, JAVA_BYTE, 4, LOOPBACK.length);
        address.set(JAVA_SHORT, 0, (short) AF_INET);
        room.set(JAVA_INT, 0, RECEIVE_BUFFER_BYTES);
        call(() -> (int) SETSOCKOPT.invokeExact(socket, SOL_SOCKET, SO_RCVBUF, room, Integer.BYTES));
    }

    /** The next datagram, IP header and all; null if there is none. */
    byte[] receive() {
        final long length = call(() -> (long) RECV.invokeExact(socket, room, (long) MOST_BYTES, 0));
        return length < 0 ? null : room.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /** Sends a payload from one port of loopback to another; whether the kernel took it. */
    boolean send(final int from, final int to, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(IP_BYTES + UDP_BYTES + payload.length);
        // Length, identification and checksum of the header are filled in by the kernel; UDP's checksum may be left
        // out.
        packet.put((byte) 0x45).put(8, (byte) 64).put(9, (byte) Use.HEAR.protocol);
        packet.put(12, LOOPBACK).put(16, LOOPBACK).position(IP_BYTES);
        packet.putShort((short) from).putShort((short) to);
        packet.putShort((short) (UDP_BYTES + payload.length)).putShort((short) 0);
        packet.put(payload);
        MemorySegment.copy(packet.array(), 0, room, JAVA_BYTE, 0, packet.capacity());
        final long length = packet.capacity();
        return call(() -> (long) SENDTO.invokeExact(socket, room, length, 0, address, ADDRESS_BYTES)) == length;
    }

    @Override
    public void close() {
        call(() -> (int) CLOSE.invokeExact(socket));
        arena.close();
    }

    private static MethodHandle function(
            final String name, final MemoryLayout result, final MemoryLayout... arguments) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
    }

    /** A call of the C library. */
    @FunctionalInterface
    private interface Call {
        long make() throws Throwable;
    }

    private static long call(final Call call) {
        try {
            return call.make();
        } catch (final Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
        }
    }
}
