package io.holdfast.element.queue;

import io.holdfast.element.Input;
import io.holdfast.element.RateLimit;
import io.holdfast.packet.PacketBatch;

/** Pulls as many packets as a rate allows. */
final class RatedPull {
    private RatedPull() {}

    /**
     * Pulls packets and takes their tokens. A packet may go as soon as there is any token; what it costs beyond is made
     * up for by those behind it.
     *
     * @param isBandwidth whether a packet costs a token for each byte, else one
     * @return packets pulled
     */
    static int pull(
            final Input input,
            final PacketBatch batch,
            final int maxPackets,
            final RateLimit bucket,
            final long nowNs,
            final boolean isBandwidth) {
        final long tokens = bucket.tokens(nowNs);
        if (tokens <= 0) {
            return 0;
        }
        if (!isBandwidth) {
            final int pulled = input.pull(batch, (int) Math.min(maxPackets, tokens));
            bucket.take(pulled);
            return pulled;
        }
        int count = 0;
        long left = tokens;
        while (count < maxPackets && left > 0 && input.pull(batch, 1) == 1) {
            left -= batch.get(batch.size() - 1).length();
            count++;
        }
        bucket.take(tokens - left);
        return count;
    }
}
