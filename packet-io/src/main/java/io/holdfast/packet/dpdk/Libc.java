package io.holdfast.packet.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.holdfast.packet.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/** The few functions of the C library that starting DPDK, placing threads and large pages need. */
public final class Libc {
    private static final int O_CLOEXEC = 0x80000;
    private static final int LINE_BUFFERED = 1;
    private static final int CPU_SET_BYTES = 128;

    private static final Linker LINKER = Linker.nativeLinker();
    static final MemoryLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
    private static final int MADV_HUGEPAGE = 14;
    private static final MethodHandle MADVISE = function("madvise", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final int CLONE_FILES = 0x400;
    private static final MethodHandle UNSHARE = function("unshare", JAVA_INT);
    private static final MethodHandle PIPE2 = function("pipe2", JAVA_LONG, JAVA_INT);
    private static final MethodHandle SETENV = function("setenv", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle UNSETENV = function("unsetenv", JAVA_LONG);
    private static final MethodHandle SCHED_SETAFFINITY = function("sched_setaffinity", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SCHED_GETAFFINITY = function("sched_getaffinity", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETVBUF = function("setvbuf", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle FDOPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("fdopen"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private Libc() {}

    /** Pins the calling thread to one processor. */
    public static void pinThread(final int cpu) {
        final BitSet cpus = new BitSet();
        cpus.set(cpu);
        threadCpus(cpus);
    }

    /** Lets the calling thread run on these processors, and no others. */
    public static void threadCpus(final BitSet cpus) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(CPU_SET_BYTES, Long.BYTES);
            final byte[] bytes = cpus.toByteArray();
            MemorySegment.copy(bytes, 0, mask, JAVA_BYTE, 0, bytes.length);
            final MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            final int code = (int) SCHED_SETAFFINITY.invokeExact(errno, 0, (long) CPU_SET_BYTES, mask.address());
            check(code, errno, "sched_setaffinity(this thread, processors " + cpus + ")", "name processors that exist");
        } catch (final Throwable e) {
            throw rethrown(e);
        }
    }

    /** Processors that the calling thread may run on. */
    public static BitSet threadCpus() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment mask = arena.allocate(CPU_SET_BYTES, Long.BYTES);
            final MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            final int code = (int) SCHED_GETAFFINITY.invokeExact(errno, 0, (long) CPU_SET_BYTES, mask.address());
            check(code, errno, "sched_getaffinity(this thread)", "none known");
            return BitSet.valueOf(mask.toArray(JAVA_LONG));
        } catch (final Throwable e) {
            throw rethrown(e);
        }
    }

    /**
     * Asks for large pages behind a piece of memory that has not been touched yet; where the kernel has none to give, it
     * stays on small ones, which is slower and no less right.
     *
     * @param address a multiple of the page size
     * @return whether the kernel has taken the advice
     */
    public static boolean adviseHugePages(final long address, final long lengthBytes) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            return (int) MADVISE.invokeExact(errno, address, lengthBytes, MADV_HUGEPAGE) == 0;
        } catch (final Throwable e) {
            throw rethrown(e);
        }
    }

    /**
     * Gives the calling thread a table of open files of its own, and the threads that it starts later: what is open now is
     * in both tables, what is opened later in one. Such a file is closed by the kernel as soon as the last thread with
     * its table ends, before the process's memory is taken down.
     *
     * <p>Files that are open in both tables must not be closed by one thread and used by another, nor may one thread use
     * what another has opened since: the same number is another file.
     *
     * @return false if the system does not allow it
     */
    public static boolean unshareFiles() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            return (int) UNSHARE.invokeExact(errno, CLONE_FILES) == 0;
        } catch (final Throwable e) {
            throw rethrown(e);
        }
    }

    /** Makes a pipe that child processes do not inherit; returns the descriptors to read from and to write to. */
    static int[] pipe() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment descriptors = arena.allocate(JAVA_INT, 2);
            final MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            final int code = (int) PIPE2.invokeExact(errno, descriptors.address(), O_CLOEXEC);
            check(code, errno, "pipe2()", "raise the limit of open files (ulimit -n)");
            return descriptors.toArray(JAVA_INT);
        } catch (final Throwable e) {
            throw rethrown(e);
        }
    }

    /** Wraps a descriptor into a line-buffered {@code FILE*}. */
    static long openForWriting(final int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            final long mode = arena.allocateFrom("w").address();
            final long file = (long) FDOPEN.invokeExact(errno, descriptor, mode);
            check(file == 0 ? -1 : 0, errno, "fdopen(" + descriptor + ")", "none known");
            final int code = (int) SETVBUF.invokeExact(errno, file, 0L, LINE_BUFFERED, 0L);
            check(code, errno, "setvbuf(" + descriptor + ")", "none known");
            return file;
        } catch (final Throwable e) {
            throw rethrown(e);
        }
    }

    /** Sets a variable of the environment that native code sees, or removes it if the value is null. */
    static void environment(final String name, final String value) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
            final long nameAddress = arena.allocateFrom(name).address();
            final int code;
            if (value == null) {
                code = (int) UNSETENV.invokeExact(errno, nameAddress);
            } else {
                code = (int) SETENV.invokeExact(
                        errno, nameAddress, arena.allocateFrom(value).address(), 1);
            }
            check(code, errno, "setenv(" + name + ")", "none known");
        } catch (final Throwable e) {
            throw rethrown(e);
        }
    }

    static MethodHandle function(final String name, final MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }

    static void check(final int code, final MemorySegment errno, final String call, final String remedy) {
        if (code != 0) {
            throw new DeviceException(
                    call + " failed: " + code + ", errno " + errno.get(JAVA_INT, 0) + ". Remedy: " + remedy);
        }
    }

    static RuntimeException rethrown(final Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
}
