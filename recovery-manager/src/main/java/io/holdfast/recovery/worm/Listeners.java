package io.holdfast.recovery.worm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/** Who wants to be told of decided registers: members and segments, each for a while. Used by the acceptor's thread. */
final class Listeners {
    /** A listener that has not asked again for so long is forgotten. */
    static final long EXPIRY_NS = TimeUnit.SECONDS.toNanos(5);

    private record Key(int member, int segment) {}

    private record Interest(long request, long untilNs) {}

    /** Takes a listener. */
    interface Visitor {
        void visit(int member, long request);
    }

    private final int limit;
    private final NanoClock clock;
    private final Map<Key, Interest> interests = new LinkedHashMap<>();

    Listeners(final int limit, final NanoClock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Remembers a listener; false if there are too many. */
    boolean put(final int member, final int segment, final long request) {
        final long nowNs = clock.nanoTime();
        final Key key = new Key(member, segment);
        if (interests.size() >= limit && !interests.containsKey(key)) {
            interests.values().removeIf(interest -> interest.untilNs() - nowNs < 0);
            if (interests.size() >= limit) {
                return false;
            }
        }
        interests.put(key, new Interest(request, nowNs + EXPIRY_NS));
        return true;
    }

    void forEach(final int segment, final Visitor visitor) {
        final long nowNs = clock.nanoTime();
        interests.forEach((key, interest) -> {
            if (key.segment() == segment && interest.untilNs() - nowNs >= 0) {
                visitor.visit(key.member(), interest.request());
            }
        });
    }
}
