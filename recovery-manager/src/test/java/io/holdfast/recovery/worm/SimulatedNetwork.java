package io.holdfast.recovery.worm;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Carries bytes between members in simulated time: late, out of order, twice, spoilt, or not at all, as the seed says;
 * links can be cut, each direction by itself.
 */
public final class SimulatedNetwork {
    /** Takes what arrives. */
    public interface Receiver {
        void onMessage(int from, DirectBuffer buffer, int offset, int lengthBytes);
    }

    /** How bad the network is: percentages, and the longest delay. */
    public record Quality(int lossPercent, int duplicatePercent, int corruptPercent, long mostDelayNs) {
        public static final Quality GOOD = new Quality(0, 0, 0, 200_000);
    }

    private record Delivery(long timeNs, long number, int from, int to, int incarnation, byte[] bytes)
            implements Comparable<Delivery> {
        @Override
        public int compareTo(final Delivery other) {
            final int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final SplittableRandom random;
    private final PriorityQueue<Delivery> deliveries = new PriorityQueue<>();
    private final Receiver[] receivers;
    private final int[] incarnations;
    private final boolean[][] cut;
    private Quality quality = Quality.GOOD;
    private long nowNs;
    private long sent;
    private long lost;

    public SimulatedNetwork(final int members, final SplittableRandom random) {
        this.random = random;
        receivers = new Receiver[members];
        incarnations = new int[members];
        cut = new boolean[members][members];
    }

    /** Where a member's messages go from now on; null for nowhere. What was under way to its former self is lost. */
    public void attach(final int member, final Receiver receiver) {
        receivers[member] = receiver;
        incarnations[member]++;
    }

    public void quality(final Quality next) {
        quality = next;
    }

    public void cut(final int from, final int to, final boolean isCut) {
        cut[from][to] = isCut;
    }

    public void heal() {
        for (final boolean[] row : cut) {
            java.util.Arrays.fill(row, false);
        }
        quality = Quality.GOOD;
    }

    public boolean isCut(final int from, final int to) {
        return cut[from][to];
    }

    public void send(final int from, final int to, final DirectBuffer buffer, final int offset, final int length) {
        sent++;
        if (cut[from][to] || chance(quality.lossPercent())) {
            lost++;
            return;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        if (chance(quality.corruptPercent())) {
            bytes[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            final int kept = random.nextBoolean() ? length : random.nextInt(length);
            put(from, to, java.util.Arrays.copyOf(bytes, kept));
            return;
        }
        put(from, to, bytes);
        if (chance(quality.duplicatePercent())) {
            put(from, to, bytes);
        }
    }

    private void put(final int from, final int to, final byte[] bytes) {
        final long timeNs = nowNs + 10_000 + random.nextLong(quality.mostDelayNs());
        deliveries.add(new Delivery(timeNs, sent, from, to, incarnations[to], bytes));
    }

    private boolean chance(final int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }

    public long nowNs() {
        return nowNs;
    }

    /** Lets time pass, and what is due arrive. */
    public void advance(final long byNs) {
        final long untilNs = nowNs + byNs;
        while (!deliveries.isEmpty() && deliveries.peek().timeNs() <= untilNs) {
            final Delivery delivery = deliveries.poll();
            nowNs = Math.max(nowNs, delivery.timeNs());
            final Receiver receiver = receivers[delivery.to()];
            if (receiver != null && incarnations[delivery.to()] == delivery.incarnation()) {
                receiver.onMessage(delivery.from(), new UnsafeBuffer(delivery.bytes()), 0, delivery.bytes().length);
            }
        }
        nowNs = untilNs;
    }

    public long sent() {
        return sent;
    }

    public long lost() {
        return lost;
    }
}
