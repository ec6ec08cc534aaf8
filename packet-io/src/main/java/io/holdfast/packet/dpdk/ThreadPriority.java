package io.holdfast.packet.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Puts a thread of this process above or below others at the system's scheduler (sched(7)). Above: for threads that mostly sleep;
 * a real-time thread that spins keeps everybody else from its processor.
 */
public final class ThreadPriority {
    /** The lowest real-time priority: above every thread that is not real-time, below all that were given more. */
    private static final int LOWEST_REALTIME = 1;

    private static final int SCHED_RR = 2;
    private static final int SCHED_IDLE = 5;
    /** Threads that it starts are ordinary ones. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    /** Stands for the thread that asks, where a thread's number is wanted. */
    public static final int CALLING_THREAD = 0;

    private static final int PRIO_PROCESS = 0;
    private static final MethodHandle SCHED_SETSCHEDULER =
            Libc.function("sched_setscheduler", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SETPRIORITY = Libc.function("setpriority", JAVA_INT, JAVA_INT, JAVA_INT);

    private ThreadPriority() {}

    /**
     * Round robin at the lowest real-time priority.
     *
     * @param thread its number in the kernel (gettid(2)), or {@link #CALLING_THREAD}
     * @return false if the system does not allow it (CAP_SYS_NICE, or the limit RLIMIT_RTPRIO)
     */
    public static boolean realtime(final int thread) {
        return schedule(thread, SCHED_RR | SCHED_RESET_ON_FORK, LOWEST_REALTIME);
    }

    /**
     * The calling thread goes behind all others, who need not wait for it (SCHED_IDLE).
     *
     * @return false if the system does not allow it
     */
    public static boolean idle() {
        return schedule(CALLING_THREAD, SCHED_IDLE, 0);
    }

    private static boolean schedule(final int thread, final int policy, final int priority) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment errno = arena.allocate(Libc.ERRNO_LAYOUT);
            final MemorySegment parameter = arena.allocateFrom(JAVA_INT, priority);
            return (int) SCHED_SETSCHEDULER.invokeExact(errno, thread, policy, parameter.address()) == 0;
        } catch (final Throwable e) {
            throw Libc.rethrown(e);
        }
    }

    /**
     * Sets the thread's nice value; on Linux it is each thread's own.
     *
     * @param thread its number in the kernel, or {@link #CALLING_THREAD}
     * @param value from -20, the most of the processor's time, to 19
     * @return false if the system does not allow it (CAP_SYS_NICE, or the limit RLIMIT_NICE)
     */
    public static boolean nice(final int thread, final int value) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment errno = arena.allocate(Libc.ERRNO_LAYOUT);
            return (int) SETPRIORITY.invokeExact(errno, PRIO_PROCESS, thread, value) == 0;
        } catch (final Throwable e) {
            throw Libc.rethrown(e);
        }
    }
}
