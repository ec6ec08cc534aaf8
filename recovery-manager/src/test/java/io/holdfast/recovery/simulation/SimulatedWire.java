package io.holdfast.recovery.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What comes in from outside, steered to workers, whichever node is there to receive it. */
final class SimulatedWire {
    /** A frame that arrives. */
    record Arrival(long timeNs, long sequence, byte[] frame) {}

    private final Schedule schedule;
    private final List<PriorityQueue<Arrival>> queues = new ArrayList<>();
    private final int workers;
    private long sequence;

    SimulatedWire(final Schedule schedule, final int ports, final int workers) {
        this.schedule = schedule;
        this.workers = workers;
        for (int i = 0; i < ports * workers; i++) {
            queues.add(new PriorityQueue<>(
                    Comparator.comparingLong(Arrival::timeNs).thenComparingLong(Arrival::sequence)));
        }
    }

    void arrives(final int port, final int worker, final long timeNs, final byte[] frame) {
        queue(port, worker).add(new Arrival(timeNs, sequence++, frame));
    }

    /** The next frame that has arrived, or null. */
    byte[] take(final int port, final int worker) {
        final PriorityQueue<Arrival> queue = queue(port, worker);
        return queue.isEmpty() || queue.peek().timeNs > schedule.nowNs() ? null : queue.remove().frame;
    }

    /** What has arrived at a node that died is lost. */
    void loseWhatArrived() {
        queues.forEach(queue -> queue.removeIf(arrival -> arrival.timeNs <= schedule.nowNs()));
    }

    boolean isEmpty() {
        return queues.stream().allMatch(PriorityQueue::isEmpty);
    }

    private PriorityQueue<Arrival> queue(final int port, final int worker) {
        return queues.get(port * workers + worker);
    }
}
