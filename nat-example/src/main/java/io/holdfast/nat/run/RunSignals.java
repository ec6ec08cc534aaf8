package io.holdfast.nat.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals of the process that a run's scripts ask for; they are noted as they come, and taken between two bursts.
 *
 * <p>A signal that is watched does nothing else: with INT watched, the script says whether the run ends. When the run is
 * closed, signals do again what they did before. Used by the run's thread.
 */
final class RunSignals implements AutoCloseable {
    /** Without those by which the JVM serves itself (USR1, QUIT), or that nobody can catch. */
    private static final Set<String> CAN_BE_WATCHED = Set.of("INT", "TERM", "HUP", "USR2", "WINCH", "CONT", "ALRM");

    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private final Map<String, SignalHandler> before = new HashMap<>();

    static boolean canWatch(final String name) {
        return CAN_BE_WATCHED.contains(name);
    }

    /** Watches these signals, and no others any more. */
    void watch(final Set<String> names) {
        close();
        for (final String name : names) {
            before.put(name, Signal.handle(new Signal(name), signal -> arrived.add(name)));
        }
    }

    /** Hands over the signals that have come; returns their number. */
    int poll(final Consumer<String> taker) {
        int count = 0;
        String name = arrived.poll();
        while (name != null) {
            taker.accept(name);
            count++;
            name = arrived.poll();
        }
        return count;
    }

    @Override
    public void close() {
        before.forEach((name, handler) -> Signal.handle(new Signal(name), handler));
        before.clear();
    }
}
