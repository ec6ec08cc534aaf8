package io.holdfast.recovery.nodes;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Time, chance and distance: what is sent arrives when the seed says so, in its stream's order, and not while the way is
 * cut.
 */
final class NodeWorld {
    /** The pair and the witness. */
    static final int PLACES = 3;

    private static final long START_NS = 1_000_000_000;
    private boolean isCalm;

    private record Event(long dueNs, long number, int from, int to, Runnable action) {}

    private final SplittableRandom random;
    private final boolean tells;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::dueNs).thenComparingLong(Event::number));
    private final boolean[][] isCut = new boolean[PLACES][PLACES];
    /** What waits at a cut. */
    private final ArrayDeque<Event> stopped = new ArrayDeque<>();

    private long nowNs = START_NS;
    private long eventCount;
    private long steps;

    NodeWorld(final long seed, final boolean tells) {
        random = new SplittableRandom(seed);
        this.tells = tells;
    }

    SplittableRandom random() {
        return random;
    }

    boolean chance(final int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }

    long nowNs() {
        return nowNs;
    }

    long steps() {
        return steps;
    }

    /** Time goes on, and what is due arrives. */
    void advance(final long ns) {
        steps++;
        nowNs += ns;
        while (!events.isEmpty() && events.peek().dueNs <= nowNs) {
            final Event event = events.poll();
            if (event.from != event.to && isCut[event.from][event.to]) {
                stopped.add(event);
            } else {
                event.action.run();
            }
        }
    }

    /** Somebody waits within a turn. */
    void pass(final long ns) {
        nowNs += ns;
    }

    /** Something reaches another place later; at a cut it waits. */
    void send(final int from, final int to, final long dueNs, final Runnable action) {
        events.add(new Event(dueNs, eventCount++, from, to, action));
    }

    /** Something happens later. */
    void later(final long delayNs, final Runnable action) {
        send(0, 0, nowNs + delayNs, action);
    }

    boolean isCut(final int from, final int to) {
        return isCut[from][to];
    }

    void cut(final int from, final int to) {
        isCut[from][to] = true;
    }

    /** The faults are over: bits keep their values, too. (Sixteen pieces, each garbled once in sixteen times, never arrive.) */
    void calmDown() {
        isCalm = true;
        heal();
    }

    boolean isCalm() {
        return isCalm;
    }

    /** All ways are open again; what waited goes on, in order. */
    void heal() {
        for (final boolean[] row : isCut) {
            Arrays.fill(row, false);
        }
        while (!stopped.isEmpty()) {
            final Event event = stopped.poll();
            send(event.from, event.to, nowNs, event.action);
        }
    }

    boolean isWhole() {
        for (final boolean[] row : isCut) {
            for (final boolean cut : row) {
                if (cut) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Says what happens, to who looks at one run. */
    void tell(final Supplier<String> what) {
        if (tells) {
            System.out.printf("%10.3f ms: %s%n", (nowNs - START_NS) / 1e6, what.get());
        }
    }
}
