package io.holdfast.nat.command;

import io.holdfast.packet.dpdk.Libc;
import io.holdfast.packet.dpdk.ThreadPriority;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that do nothing, and are behind all others at the scheduler: when the process is killed, one of them is the last
 * one to have its turn.
 *
 * <p><b>Why.</b> Of the threads that a signal kills, the last that ends takes down the process's memory, <i>then</i> closes
 * its files. For some hundred MB that takes 30 ms and more. If the last one is the node's thread, which on a busy machine
 * has often to wait for its turn, the lifeline is closed so much later. A thread that comes after it spares it that, and
 * takes no time from those who take over while it does it. No promise depends on it: if it comes earlier, a death is
 * noticed later.
 *
 * <p>One for each processor, and bound to it: a single one would find a processor that the killed threads have just left, and
 * be through before the node's thread, which waits at the other processor behind other processes' threads. Bound, there is one
 * behind it wherever it waits.
 */
final class LastToExit {
    /** With more processors there is hardly one at which threads wait. */
    private static final int MOST_PROCESSORS = 16;

    private LastToExit() {}

    /** Starts them; before the calling thread has files of its own, which these would keep open. */
    static void start() {
        Libc.threadCpus().stream().limit(MOST_PROCESSORS).forEach(LastToExit::start);
    }

    private static void start(final int processor) {
        Thread.ofPlatform().daemon().name("last-to-exit-" + processor).start(() -> {
            Libc.pinThread(processor);
            ThreadPriority.idle();
            while (true) {
                LockSupport.park();
            }
        });
    }
}
