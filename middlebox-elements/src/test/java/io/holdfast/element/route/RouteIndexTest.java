package io.holdfast.element.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.packet.header.Ipv4Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RouteIndexTest {
    @Property(tries = 300)
    void shouldFindTheLongestPrefix(@ForAll final long seed) {
        final Random random = new Random(seed);
        final List<Route> routes = routes(random, random.nextInt(60));
        check(new LinearIndex(routes), routes, random);
        check(new RadixIndex(routes), routes, random);
        check(new RangeIndex(routes), routes, random);
    }

    @Property(tries = 8)
    void shouldFindTheLongestPrefixInTablesOf24And8(@ForAll final long seed) {
        final Random random = new Random(seed);
        final List<Route> routes = routes(random, random.nextInt(60));
        check(new DirectIndex(routes), routes, random);
    }

    @Test
    void shouldFindNothingWithoutRoutes() {
        for (final RouteIndex index :
                List.of(new LinearIndex(List.of()), new RadixIndex(List.of()), new RangeIndex(List.of()))) {
            assertEquals(RouteIndex.NONE, index.find(0));
            assertEquals(RouteIndex.NONE, index.find(-1));
        }
    }

    /** Networks so close to one another that they nest and touch. */
    private static List<Route> routes(final Random random, final int count) {
        final Map<Long, Route> routes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            final int length = random.nextInt(33);
            final Route route = new Route(address(random) & Ipv4Prefix.mask(length), length, 0, i);
            routes.put(route.key(), route);
        }
        return new ArrayList<>(routes.values());
    }

    private static int address(final Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> -1 - random.nextInt(600);
            default -> 0x0a000000 + random.nextInt(600);
        };
    }

    private static void check(final RouteIndex index, final List<Route> routes, final Random random) {
        for (int i = 0; i < 400; i++) {
            final int address = address(random);
            int expected = RouteIndex.NONE;
            for (int place = 0; place < routes.size(); place++) {
                final boolean isLonger = expected == RouteIndex.NONE
                        || routes.get(place).length() > routes.get(expected).length();
                if (routes.get(place).contains(address) && isLonger) {
                    expected = place;
                }
            }
            assertEquals(
                    expected,
                    index.find(address),
                    index.getClass() + " " + Integer.toHexString(address) + " " + routes);
        }
    }
}
