package io.holdfast.recovery.simulation;

/** The network between the two nodes: a log stream per worker, and the acknowledgements back. */
final class SimulatedLinks {
    /** Room for a burst's accesses. */
    static final int ACCESS_BYTES = 1024;

    private static final int MAX_MESSAGE_BYTES = 16 << 10;
    private static final long[] DELAYS_NS = {100, 2_000, 20_000, 60_000};

    private final SimulatedStream[] logs;
    private final SimulatedStream acknowledgements;
    private boolean isCut;

    SimulatedLinks(final Schedule schedule, final Plan plan) {
        logs = new SimulatedStream[plan.workers()];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = new SimulatedStream(schedule, delay(schedule), plan.windowMessages(), MAX_MESSAGE_BYTES);
        }
        acknowledgements = new SimulatedStream(schedule, delay(schedule), 1024, MAX_MESSAGE_BYTES);
    }

    private static long delay(final Schedule schedule) {
        return DELAYS_NS[schedule.random().nextInt(DELAYS_NS.length)];
    }

    SimulatedStream log(final int worker) {
        return logs[worker];
    }

    SimulatedStream acknowledgements() {
        return acknowledgements;
    }

    void cut() {
        if (!isCut) {
            isCut = true;
            for (final SimulatedStream log : logs) {
                log.cut();
            }
            acknowledgements.cut();
        }
    }

    boolean isCut() {
        return isCut;
    }

    /** Of what is under way on each stream, some arrives. */
    void masterDies() {
        for (final SimulatedStream log : logs) {
            log.senderDies();
        }
    }
}
