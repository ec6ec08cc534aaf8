package io.holdfast.nat.command;

import io.holdfast.packet.dpdk.ThreadPriority;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that does nothing, and is behind all others at the scheduler: when the process is killed, it is the last one
 * to have its turn.
 *
 * <p><b>Why.</b> Of the threads that a signal kills, the last that ends takes down the process's memory, <i>then</i> closes
 * its files. For some hundred MB that takes 30 ms and more. If the last one is the node's thread, which on a busy machine
 * has often to wait for its turn, the lifeline is closed so much later. A thread that comes after it spares it that, and
 * takes no time from those who take over while it does it. No promise depends on it: if it comes earlier, a death is
 * noticed later.
 */
final class LastToExit {
    private LastToExit() {}

    /** Starts it; before the calling thread has files of its own, which this one would keep open. */
    static void start() {
        Thread.ofPlatform().daemon().name("last-to-exit").start(() -> {
            ThreadPriority.idle();
            while (true) {
                LockSupport.park();
            }
        });
    }
}
