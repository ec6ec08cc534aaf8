package io.holdfast.packet.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.holdfast.packet.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * What the kernel says of an interface: link, number and hardware address. Asked of the network namespace that this process is
 * in, whereas what {@code /sys} shows may be another's; {@link java.net.NetworkInterface} knows only those with IP addresses.
 * From any thread.
 */
final class KernelLink {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long GET_FLAGS = 0x8913;
    private static final long GET_HARDWARE_ADDRESS = 0x8927;
    private static final long GET_INDEX = 0x8933;
    private static final int UP_AND_RUNNING = 0x1 | 0x40;
    private static final int REQUEST_BYTES = 40;
    private static final int NAME_BYTES = 16;
    private static final int MAC_BYTES = 6;
    private static final int MAC_OFFSET = NAME_BYTES + Short.BYTES;

    private static final MethodHandle SOCKET = Libc.function("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = Libc.function("close", JAVA_INT);
    private static final MethodHandle IOCTL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(2));

    private final String name;

    KernelLink(final String name) {
        this.name = name;
    }

    /** Both administratively up and running, as the kernel says of what a cable is in; false if there is no such one. */
    boolean isUp() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = ask(arena, GET_FLAGS);
            return answer != null && (answer.get(JAVA_SHORT, NAME_BYTES) & UP_AND_RUNNING) == UP_AND_RUNNING;
        }
    }

    /** Number of the interface; -1 if there is no such one. */
    int index() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = ask(arena, GET_INDEX);
            return answer == null ? -1 : answer.get(JAVA_INT, NAME_BYTES);
        }
    }

    /** Its own hardware address; null if there is no such interface. */
    byte[] macAddress() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = ask(arena, GET_HARDWARE_ADDRESS);
            return answer == null ? null : answer.asSlice(MAC_OFFSET, MAC_BYTES).toArray(JAVA_BYTE);
        }
    }

    /** The kernel's answer in the form of the request; null if it has none. */
    private MemorySegment ask(final Arena arena, final long what) {
        final byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= NAME_BYTES) {
            return null;
        }
        final MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
        MemorySegment.copy(bytes, 0, request, JAVA_BYTE, 0, bytes.length);
        final MemorySegment errno = arena.allocate(Libc.ERRNO_LAYOUT);
        try {
            final int socket = (int) SOCKET.invokeExact(errno, AF_INET, SOCK_DGRAM_CLOEXEC, 0);
            Libc.check(Math.min(socket, 0), errno, "socket() to ask for " + name, "raise the limit of open files");
            final int code = (int) IOCTL.invokeExact(socket, what, request.address());
            final int closed = (int) CLOSE.invokeExact(errno, socket);
            return code == 0 && closed == 0 ? request : null;
        } catch (final DeviceException e) {
            return null;
        } catch (final Throwable e) {
            throw Libc.rethrown(e);
        }
    }
}
