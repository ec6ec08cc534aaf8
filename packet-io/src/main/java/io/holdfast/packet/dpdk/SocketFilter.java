package io.holdfast.packet.dpdk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.Channel;
import org.agrona.UnsafeApi;

/**
 * A small program that the kernel runs on what comes to a socket, before anybody is woken for it (socket(7),
 * SO_ATTACH_FILTER).
 *
 * <p>A program is an array of {@code struct sock_filter}, one instruction in each long: code, jump if true, jump if false,
 * operand, from the low bits up. Where a filter cannot be had, because this is no Linux or the JDK keeps its descriptors
 * elsewhere, nothing is filtered.
 */
public final class SocketFilter {
    /** Lets nothing through. */
    public static final long[] NOTHING = {0x06};

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_DETACH_FILTER = 27;
    private static final int SO_MEMINFO = 55;
    private static final int MEMINFO_WORDS = 9;
    private static final int DROPS_WORD = 8;
    private static final int PROGRAM_ADDRESS_OFFSET = 8;
    private static final int PROGRAM_BYTES = 16;
    private static final MethodHandle SETSOCKOPT =
            Libc.function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            Libc.function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    private SocketFilter() {}

    /**
     * Puts a program before a socket, in the place of the one that is there.
     *
     * @return false if that cannot be done; nothing has changed then
     */
    public static boolean attach(final Channel socket, final long[] program) {
        final int descriptor = descriptor(socket);
        if (descriptor < 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment instructions = arena.allocateFrom(JAVA_LONG, program);
            final MemorySegment whole = arena.allocate(PROGRAM_BYTES, Long.BYTES);
            whole.set(JAVA_SHORT, 0, (short) program.length);
            whole.set(ADDRESS, PROGRAM_ADDRESS_OFFSET, instructions);
            return set(arena, descriptor, SO_ATTACH_FILTER, whole, PROGRAM_BYTES);
        }
    }

    /** Takes a socket's program away; false if there was none. */
    public static boolean detach(final Channel socket) {
        final int descriptor = descriptor(socket);
        if (descriptor < 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            return set(arena, descriptor, SO_DETACH_FILTER, arena.allocate(JAVA_INT), Integer.BYTES);
        }
    }

    /** Datagrams that the kernel has dropped at a socket, by its program or for want of room; 0 if that is not known. */
    public static long drops(final Channel socket) {
        final int descriptor = descriptor(socket);
        if (descriptor < 0) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment words = arena.allocate(JAVA_INT, MEMINFO_WORDS);
            final MemorySegment length = arena.allocateFrom(JAVA_INT, MEMINFO_WORDS * Integer.BYTES);
            final MemorySegment errno = arena.allocate(Libc.ERRNO_LAYOUT);
            final int code = (int) GETSOCKOPT.invokeExact(errno, descriptor, SOL_SOCKET, SO_MEMINFO, words, length);
            return code == 0 ? Integer.toUnsignedLong(words.getAtIndex(JAVA_INT, DROPS_WORD)) : 0;
        } catch (final Throwable e) {
            throw Libc.rethrown(e);
        }
    }

    private static boolean set(
            final Arena arena,
            final int descriptor,
            final int option,
            final MemorySegment value,
            final int lengthBytes) {
        try {
            final MemorySegment errno = arena.allocate(Libc.ERRNO_LAYOUT);
            return (int) SETSOCKOPT.invokeExact(errno, descriptor, SOL_SOCKET, option, value, lengthBytes) == 0;
        } catch (final Throwable e) {
            throw Libc.rethrown(e);
        }
    }

    /** The kernel's number of an open socket, -1 if it is not known. */
    private static int descriptor(final Channel socket) {
        if (!socket.isOpen()) {
            return -1;
        }
        try {
            return UnsafeApi.getInt(
                    socket, UnsafeApi.objectFieldOffset(socket.getClass().getDeclaredField("fdVal")));
        } catch (final NoSuchFieldException e) {
            return -1;
        }
    }
}
