package io.holdfast.nat.drill;

import io.holdfast.nat.lab.Traffic;
import io.holdfast.nat.traffic.FlowRecord;
import java.util.Arrays;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What the numbered datagrams tell: losses, silence, the first packet, round trips.
 *
 * <p>Every datagram that reaches the server is answered once, so one that was sent may be lost on its way there, or its
 * answer on the way back. What was lost before a flow's first answer is not counted: it was sent to a neighbour who was not found yet, and
 * ARP keeps a few packets only meanwhile. Of a flow that was never answered all counts.
 */
final class DatagramAnalysis {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long BEFORE_NS = 3 * SECOND_NS;
    private static final long[] NOTHING = {};

    private final Window window;
    private final long killedNs;
    private final long arrivalsCountFromNs;
    private final Histogram before = RoundTrips.newHistogram();
    private final Histogram after = RoundTrips.newHistogram();
    private long[] arrivals = new long[1 << 12];
    private int arrivalCount;
    private long sent;
    private long lost;
    private long firstPacketNs = FlowRecord.NEVER;

    /**
     * @param detectedNs when the survivor noticed the kill; what arrives before was forwarded by the killed node's last
     *     breath. {@code Long.MIN_VALUE} if unknown
     */
    DatagramAnalysis(final Traffic.Reports reports, final Window window, final long killedNs, final long detectedNs) {
        this.window = window;
        this.killedNs = killedNs;
        this.arrivalsCountFromNs = Math.max(killedNs, detectedNs);
        final Map<Long, long[]> received = reports.server().receivedNs();
        final Map<Long, long[]> answered = reports.client().answeredNs();
        reports.client()
                .sentNs()
                .forEach((flow, sentNs) ->
                        follow(sentNs, received.getOrDefault(flow, NOTHING), answered.getOrDefault(flow, NOTHING)));
        Arrays.sort(arrivals, 0, arrivalCount);
        // Only now is it known where "after" begins.
        reports.client()
                .sentNs()
                .forEach((flow, sentNs) -> collectRoundTrips(sentNs, answered.getOrDefault(flow, NOTHING)));
    }

    long sent() {
        return sent;
    }

    long lost() {
        return lost;
    }

    /** First arrival of a datagram that was sent after the kill, or {@link FlowRecord#NEVER}. */
    long firstPacketNs() {
        return firstPacketNs;
    }

    /** The longest stretch without an arrival between the kill and the first packet; -1 if there was no such packet. */
    long silenceNs() {
        long longest = -1;
        for (int i = 1; i < arrivalCount && arrivals[i - 1] < firstPacketNs; i++) {
            if (arrivals[i] > killedNs) {
                longest = Math.max(longest, arrivals[i] - arrivals[i - 1]);
            }
        }
        return longest;
    }

    RoundTrips before() {
        return RoundTrips.of(before);
    }

    RoundTrips after() {
        return RoundTrips.of(after);
    }

    private void follow(final long[] sentNs, final long[] receivedNs, final long[] answeredNs) {
        for (int number = firstAnswered(answeredNs); number < sentNs.length; number++) {
            if (!window.contains(sentNs[number])) {
                continue;
            }
            final long there = at(receivedNs, number);
            sent++;
            if (there == FlowRecord.NEVER) {
                lost++;
                continue;
            }
            sent++;
            arrived(sentNs[number], there);
            final long back = at(answeredNs, number);
            if (back == FlowRecord.NEVER) {
                lost++;
            } else {
                arrived(there, back);
            }
        }
    }

    private static int firstAnswered(final long[] answeredNs) {
        for (int number = 0; number < answeredNs.length; number++) {
            if (answeredNs[number] != FlowRecord.NEVER) {
                return number;
            }
        }
        return 0;
    }

    private void arrived(final long sentNs, final long arrivedNs) {
        if (arrivalCount == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * arrivalCount);
        }
        arrivals[arrivalCount++] = arrivedNs;
        if (sentNs > killedNs
                && arrivedNs >= arrivalsCountFromNs
                && (firstPacketNs == FlowRecord.NEVER || arrivedNs < firstPacketNs)) {
            firstPacketNs = arrivedNs;
        }
    }

    private void collectRoundTrips(final long[] sentNs, final long[] answeredNs) {
        for (int number = 0; number < answeredNs.length; number++) {
            if (answeredNs[number] == FlowRecord.NEVER || !window.contains(sentNs[number])) {
                continue;
            }
            final long roundTripNs = Math.max(0, answeredNs[number] - sentNs[number]);
            if (answeredNs[number] < killedNs && sentNs[number] > killedNs - BEFORE_NS) {
                before.recordValue(Math.min(roundTripNs, before.getHighestTrackableValue()));
            } else if (firstPacketNs != FlowRecord.NEVER && sentNs[number] > firstPacketNs + SECOND_NS) {
                after.recordValue(Math.min(roundTripNs, after.getHighestTrackableValue()));
            }
        }
    }

    private static long at(final long[] times, final int number) {
        return number < times.length ? times[number] : FlowRecord.NEVER;
    }
}
