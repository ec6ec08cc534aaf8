package io.holdfast.element.route;

import io.holdfast.element.ArgumentScope;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Parameter;
import io.holdfast.element.SoftState;
import io.holdfast.element.SortingElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Addresses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An element that chooses an output by the longest prefix that holds the destination annotation.
 *
 * <p>With a gateway other than 0.0.0.0 the annotation becomes the gateway's address. A packet without a route is
 * dropped ({@code drops.noRoute}). Routes of the configuration are given by place; handlers change them, which is kept
 * in a shared container (CAPACITY networks may be changed in all). What is searched is derived from both, and made
 * anew by every worker when there was a change.
 */
abstract class RouteElement extends SortingElement {
    static final Parameter<String> ROUTES = Parameter.rest("ROUTE", "ADDR/MASK [GATEWAY] OUT");
    static final Parameter<Integer> CAPACITY = Parameter.keyword(
            "CAPACITY", ArgumentTypes.integer(1, 1 << 22), "1024", "networks", "most whose routes handlers may change");

    @SoftState("filled while configuring")
    private final Map<Long, Route> configured = new LinkedHashMap<>();

    private int capacity;
    private ArgumentScope scope;
    private RouteParser parser;
    private RouteChanges changes;

    @SoftState("derived from the configuration and the container of changes")
    private long builtGeneration;

    @SoftState("derived from the configuration and the container of changes")
    private List<Route> routes = List.of();

    @SoftState("derived from the configuration and the container of changes")
    private int[] gateways = new int[0];

    @SoftState("derived from the configuration and the container of changes")
    private int[] ports = new int[0];

    private StatisticsCounter noRoute;

    /** Whether handlers may change the routes. */
    protected boolean isChangeable() {
        return true;
    }

    /** Takes new routes. */
    protected abstract void index(List<Route> newRoutes);

    /** Place of the route for an address in the list of {@link #index}, or {@link RouteIndex#NONE}. */
    protected abstract int find(int address);

    @Override
    public boolean staysInHeaders() {
        return true;
    }

    @Override
    public final void configure(final Arguments arguments) {
        scope = arguments.scope();
        parser = new RouteParser(scope, outputCount());
        capacity = isChangeable() ? arguments.get(CAPACITY) : 0;
        int number = 0;
        for (final String text : arguments.rest()) {
            try {
                final Route route = parser.parse(text);
                final Route replaced = configured.put(route.key(), route);
                if (replaced != null && !replaced.equals(route)) {
                    scope.warn("1 route replaced by later versions");
                }
            } catch (final IllegalArgumentException e) {
                arguments.error("ROUTE" + number + ": " + e.getMessage());
            }
            number++;
        }
    }

    @Override
    public final void initialize(final ElementContext context) {
        noRoute = context.statistics("drops.noRoute");
        changes = isChangeable() ? new RouteChanges(context, capacity) : null;
        rebuild();
    }

    private void rebuild() {
        final Map<Long, Route> all = new TreeMap<>(configured);
        if (changes != null) {
            changes.applyTo(all);
        }
        routes = List.copyOf(all.values());
        gateways = routes.stream().mapToInt(Route::gateway).toArray();
        ports = routes.stream().mapToInt(Route::port).toArray();
        index(routes);
    }

    @Override
    protected final void beginBurst() {
        if (changes != null) {
            final long generation = changes.open();
            if (generation != builtGeneration) {
                rebuild();
                builtGeneration = generation;
            }
        }
    }

    @Override
    protected final void endBurst() {
        if (changes != null) {
            changes.close();
        }
    }

    @Override
    protected boolean isPacketwise() {
        return !isChangeable();
    }

    @Override
    protected final int select(final Packet packet) {
        final int place = find(packet.destinationIp());
        if (place < 0) {
            noRoute.increment();
            return DROP;
        }
        if (gateways[place] != 0) {
            packet.destinationIp(gateways[place]);
        }
        return ports[place];
    }

    @Override
    public final void addHandlers(final Handlers handlers) {
        handlers.read("table", "all routes", () -> text(current()));
        handlers.readWith("lookup", "output and gateway for an address", this::lookUp);
        if (isChangeable()) {
            handlers.write("add", "adds routes, a line each", value -> change(lines("add ", value)));
            handlers.write("set", "adds or replaces routes, a line each", value -> change(lines("set ", value)));
            handlers.write("remove", "removes routes, a line each", value -> change(lines("remove ", value)));
            handlers.write("ctrl", "a line for each change: add, set or remove, and a route", this::change);
            handlers.write("flush", "removes all routes", ignored -> flush());
        }
    }

    private Map<Long, Route> current() {
        beginBurst();
        final Map<Long, Route> current = new TreeMap<>();
        routes.forEach(route -> current.put(route.key(), route));
        endBurst();
        return current;
    }

    private static String text(final Map<Long, Route> current) {
        final StringBuilder text = new StringBuilder();
        current.values().forEach(route -> text.append(route).append('\n'));
        return text.toString();
    }

    private String lookUp(final String text) {
        final int address = parser.address(text);
        beginBurst();
        final int place = find(address);
        final String found = place < 0
                ? "-1"
                : ports[place] + (gateways[place] == 0 ? "" : " " + Addresses.formatIp(gateways[place]));
        endBurst();
        return found;
    }

    private static String lines(final String command, final String value) {
        return String.join(
                "\n",
                value.lines().map(line -> line.isBlank() ? "" : command + line).toList());
    }

    private void flush() {
        final List<Route> all = List.copyOf(current().values());
        apply(all, true);
        changes.publish();
    }

    /** Makes all changes, or, if one is wrong, none. */
    private void change(final String text) {
        final Map<Long, Route> planned = current();
        final Map<Long, Route> before = new TreeMap<>(planned);
        for (final String line : text.lines().map(String::strip).toList()) {
            if (!line.isEmpty()) {
                plan(planned, line);
            }
        }
        final List<Route> gone = before.values().stream()
                .filter(route -> !planned.containsKey(route.key()))
                .toList();
        final List<Route> made = planned.values().stream()
                .filter(route -> !route.equals(before.get(route.key())))
                .toList();
        apply(gone, true);
        apply(made, false);
        changes.publish();
    }

    private void plan(final Map<Long, Route> planned, final String line) {
        final String[] words = line.split("\\s+", 2);
        final String argument = words.length < 2 ? "" : words[1];
        switch (words[0]) {
            case "add" -> {
                final Route route = parser.parse(argument);
                if (planned.putIfAbsent(route.key(), route) != null) {
                    throw new IllegalArgumentException(
                            "conflict with existing route '" + planned.get(route.key()) + "'");
                }
            }
            case "set" -> {
                final Route route = parser.parse(argument);
                planned.put(route.key(), route);
            }
            case "remove" -> {
                final Route route = parser.parseRemoval(argument);
                final Route found = planned.get(route.key());
                if (found == null || route.port() != RouteParser.ANY_PORT && !found.equals(route)) {
                    throw new IllegalArgumentException("route '" + argument + "' not found");
                }
                planned.remove(route.key());
            }
            default ->
                throw new IllegalArgumentException("bad command '" + words[0] + "', expected add, set or remove");
        }
    }

    private void apply(final List<Route> changed, final boolean isRemoval) {
        for (final Route route : changed) {
            if (!(isRemoval ? changes.remove(route) : changes.set(route))) {
                changes.publish();
                throw new IllegalArgumentException("table full at '" + route + "', CAPACITY " + capacity);
            }
        }
    }
}
