package io.holdfast.element;

import io.holdfast.element.click.FlatElement;
import io.holdfast.packet.NativeMemory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives a new graph the state of the one that it replaces.
 *
 * <p>An element takes over all state of the old element with its name and class if its arguments are the same, too: state
 * is flat, and what it means depends on the arguments. Packets in queues are taken over whatever the arguments are.
 */
final class StateTransfer {
    private final Map<String, FlatElement> oldElements = new LinkedHashMap<>();
    private final Set<String> sameNames = new LinkedHashSet<>();
    private final Set<String> kindred = new LinkedHashSet<>();

    StateTransfer(final GraphPlan from, final GraphPlan to) {
        from.configuration().elements().forEach(element -> oldElements.put(element.name(), element));
        for (final FlatElement element : to.configuration().elements()) {
            final FlatElement old = oldElements.get(element.name());
            if (old != null && old.className().equals(element.className())) {
                kindred.add(element.name());
                if (old.arguments().equals(element.arguments())) {
                    sameNames.add(element.name());
                }
            }
        }
    }

    /** Copies containers of elements that are the same. */
    void copyState(final StateStore from, final StateStore to, final Set<String> packetQueues) {
        final Map<String, StateRegion> old = new LinkedHashMap<>();
        from.regions().forEach(region -> old.put(region.name(), region));
        for (final StateRegion region : to.regions()) {
            final StateRegion source = old.get(region.name());
            if (source != null
                    && source.lengthBytes() == region.lengthBytes()
                    && sameNames.contains(ownerOf(region.name()))
                    && !packetQueues.contains(withoutWorker(region.name()))) {
                NativeMemory.copy(source.address(), region.address(), region.lengthBytes());
            }
        }
    }

    /** Moves the packets of queues that have the same name. */
    void movePackets(final Map<String, PacketQueue> from, final Map<String, PacketQueue> to) {
        to.forEach((name, queue) -> {
            final PacketQueue old = from.get(name);
            if (old != null && kindred.contains(ownerOf(name))) {
                queue.takeFrom(old);
            }
        });
    }

    private static String withoutWorker(final String container) {
        final int hash = container.lastIndexOf('#');
        return hash < 0 ? container : container.substring(0, hash);
    }

    /** Containers are called {@code element.container}; neither part has a dot in it. */
    private static String ownerOf(final String container) {
        final int dot = container.indexOf('.');
        return dot < 0 ? "" : container.substring(0, dot);
    }
}
