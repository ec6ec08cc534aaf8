package io.holdfast.element.standard;

import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Output;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.Addresses;
import io.holdfast.packet.header.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses an output by the longest prefix that holds the destination annotation:
 * {@code StaticIPLookup(ADDR/MASK [GATEWAY] OUT, ...)}.
 *
 * <p>With a gateway other than 0.0.0.0 the annotation becomes the gateway's address. A packet without a route is
 * dropped ({@code drops.noRoute}). Routes are searched one by one, the longest prefix first: meant for a few.
 */
public final class StaticIPLookup extends Element {
    private static final int MAX_OUTPUT = 255;

    private record Route(Ipv4Prefix prefix, int gateway, int output) {
        static Route parse(final String text) {
            final List<String> words = List.of(text.strip().split("\\s+", -1));
            final boolean hasGateway = words.size() == 3;
            if ((words.size() != 2 && !hasGateway) || !words.getLast().matches("\\d{1,3}")) {
                throw new IllegalArgumentException("expected 'ADDR/MASK [GATEWAY] OUT', not: " + text);
            }
            final int output = Integer.parseInt(words.getLast());
            if (output > MAX_OUTPUT) {
                throw new IllegalArgumentException("not an output number: " + output);
            }
            final boolean isDirect = !hasGateway || "-".equals(words.get(1));
            return new Route(
                    Ipv4Prefix.parse(words.getFirst()), isDirect ? 0 : Addresses.parseIp(words.get(1)), output);
        }
    }

    private final List<Route> routes = new ArrayList<>();
    private int[] addresses;
    private int[] masks;
    private int[] gateways;
    private int[] outputs;
    private OutputLanes lanes;
    private StatisticsCounter noRoute;

    @Override
    public void configure(final Arguments arguments) {
        int number = 0;
        for (final String text : arguments.rest()) {
            try {
                routes.add(Route.parse(text));
                if (routes.getLast().output() >= outputCount()) {
                    throw new IllegalArgumentException("output is not connected: " + text);
                }
            } catch (final IllegalArgumentException e) {
                arguments.error("ROUTE" + number + ": " + e.getMessage());
            }
            number++;
        }
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        routes.sort(Comparator.comparingInt((Route route) -> route.prefix().length())
                .reversed());
        addresses = routes.stream().mapToInt(route -> route.prefix().address()).toArray();
        masks = routes.stream().mapToInt(route -> route.prefix().mask()).toArray();
        gateways = routes.stream().mapToInt(Route::gateway).toArray();
        outputs = routes.stream().mapToInt(Route::output).toArray();
        noRoute = context.statistics("drops.noRoute");
        final Output[] lanesTo = new Output[outputCount()];
        for (int i = 0; i < lanesTo.length; i++) {
            lanesTo[i] = output(i);
        }
        lanes = new OutputLanes(lanesTo);
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            route(batch.get(i));
        }
        batch.clear();
        lanes.flush();
    }

    private void route(final Packet packet) {
        final int destination = packet.destinationIp();
        for (int i = 0; i < addresses.length; i++) {
            if ((destination & masks[i]) == addresses[i]) {
                if (gateways[i] != 0) {
                    packet.destinationIp(gateways[i]);
                }
                lanes.add(outputs[i], packet);
                return;
            }
        }
        noRoute.increment();
        packet.free();
    }
}
