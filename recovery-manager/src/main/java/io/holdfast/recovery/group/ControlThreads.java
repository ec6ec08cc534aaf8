package io.holdfast.recovery.group;

import io.holdfast.packet.dpdk.ThreadPriority;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * The threads of one process that decide who is master, and the priority that each of them got: registers, attestations,
 * the witness's own, and the one that can stop all of these, the virtual machine's.
 *
 * <p><b>Why.</b> Workers that poll keep the processors busy, and an ordinary thread that wakes up waits until one of them has
 * had its slice: some milliseconds, on a busy machine tens. A node whose attestations come so late is suspected although it
 * works; a register that answers so late prolongs every take-over. Daemons of routing protocols run at real-time priority
 * for the same reason. <b>Never a thread that spins or yields</b>, so not a worker, nor the node's thread: it would keep
 * everything else from its processor (what the kernel leaves the others, by {@code sched_rt_runtime_us}, is a twentieth).
 *
 * <p>Each thread calls {@link #enter(String)} itself; the others may be called by any.
 */
public final class ControlThreads {
    private static final int FAVOURED_NICE = -10;

    /** What the system allows a thread. */
    interface Scheduler {
        /** What the operating system's says. */
        Scheduler SYSTEM = new Scheduler() {
            @Override
            public boolean realtime(final int thread) {
                return ThreadPriority.realtime(thread);
            }

            @Override
            public boolean nice(final int thread) {
                return ThreadPriority.nice(thread, FAVOURED_NICE);
            }
        };

        boolean realtime(int thread);

        boolean nice(int thread);
    }

    private final ControlPriority wanted;
    private final Consumer<String> log;
    private final Scheduler scheduler;
    private final AtomicIntegerArray counts = new AtomicIntegerArray(ControlPriority.values().length);

    /** @param log for people; told once by each thread */
    public ControlThreads(final ControlPriority wanted, final Consumer<String> log) {
        this(wanted, log, Scheduler.SYSTEM);
    }

    ControlThreads(final ControlPriority wanted, final Consumer<String> log, final Scheduler scheduler) {
        this.wanted = wanted;
        this.log = log;
        this.scheduler = scheduler;
    }

    /** Those of a simulated world, or of a test: as every thread. */
    public static ControlThreads ordinary() {
        return new ControlThreads(ControlPriority.NONE, line -> {});
    }

    /** The calling thread is one of them from now on. */
    public void enter(final String name) {
        enter(name, ThreadPriority.CALLING_THREAD);
    }

    /**
     * The virtual machine's own thread is one of them from now on: while it has stopped all threads, and waits for a processor
     * itself, nothing else of the process runs. A collection that takes half a millisecond took up to a hundred so.
     */
    public void enterMachine() {
        MachineThread.number().ifPresent(thread -> enter("virtual machine", thread));
    }

    private void enter(final String name, final int thread) {
        final ControlPriority got = ask(thread);
        counts.incrementAndGet(got.ordinal());
        if (got == wanted) {
            log.accept("thread of the " + name + ": priority " + got.word());
        } else {
            log.accept(
                    "WARNING: thread of the " + name + ": priority " + got.word()
                            + ", for the system does not allow group.controlPriority: " + wanted.word()
                            + " (CAP_SYS_NICE, or limits rtprio 1 and nice -10): on a busy machine group.suspicionMs must be longer");
        }
    }

    private ControlPriority ask(final int thread) {
        if (wanted == ControlPriority.REALTIME && scheduler.realtime(thread)) {
            return ControlPriority.REALTIME;
        }
        return wanted != ControlPriority.NONE && scheduler.nice(thread) ? ControlPriority.NICE : ControlPriority.NONE;
    }

    /** How many threads got that priority. */
    public int count(final ControlPriority got) {
        return counts.get(got.ordinal());
    }
}
