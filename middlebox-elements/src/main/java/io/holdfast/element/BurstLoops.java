package io.holdfast.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.List;

/**
 * Gives every element class its own copy of a loop over packets.
 *
 * <p><b>Theory of operation.</b> A loop that all elements share calls a method of the element for each packet, and the
 * compiler, seeing dozens of receivers, makes a virtual call of it. A loop in every element would be fast, but written
 * sixty times. So the loop is written once, and its class is defined anew (as a hidden class) for each element class:
 * each copy has a profile of its own, sees one receiver, and the element's method is inlined. What remains is one
 * virtual call per burst.
 */
final class BurstLoops {
    private static final ClassValue<PacketLoop> PACKET_LOOPS = new ClassValue<>() {
        @Override
        protected PacketLoop computeValue(final Class<?> elementClass) {
            return (PacketLoop) copyOf(PacketLoopTemplate.class);
        }
    };

    private static final ClassValue<SortingLoop> SORTING_LOOPS = new ClassValue<>() {
        @Override
        protected SortingLoop computeValue(final Class<?> elementClass) {
            return (SortingLoop) copyOf(SortingLoopTemplate.class);
        }
    };

    private static final ChainCode CHAIN_LOOPS = new ChainCode();

    private BurstLoops() {}

    static PacketLoop packetLoop(final Class<? extends PacketElement> elementClass) {
        return PACKET_LOOPS.get(elementClass);
    }

    static SortingLoop sortingLoop(final Class<? extends SortingElement> elementClass) {
        return SORTING_LOOPS.get(elementClass);
    }

    /** A loop over a chain; chains of the same element classes share its code. */
    static ChainLoop chainLoop(
            final List<PacketwiseElement> elements, final int[] mainOutputs, final SortingElement sorter) {
        ChainCode code = CHAIN_LOOPS;
        for (final PacketwiseElement element : elements) {
            code = code.next.get(element.getClass());
        }
        code = code.next.get(sorter == null ? ElementChain.class : sorter.getClass());
        try {
            return (ChainLoop) code.constructor().newInstance(elements, mainOutputs, sorter);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a loop over " + elements, e);
        }
    }

    private static Object copyOf(final Class<?> template) {
        try {
            return copy(template).getDeclaredConstructor().newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("cannot copy " + template, e);
        }
    }

    private static Class<?> copy(final Class<?> template) {
        final String file = template.getName().substring(template.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream stream = template.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("class file not found: " + file);
            }
            return MethodHandles.lookup()
                    .defineHiddenClass(stream.readAllBytes(), true)
                    .lookupClass();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException("cannot copy " + template, e);
        }
    }

    /** A tree of element classes; a node is the row of those that lead to it, and has that row's copy of the loop. */
    private static final class ChainCode {
        private final ClassValue<ChainCode> next = new ClassValue<>() {
            @Override
            protected ChainCode computeValue(final Class<?> elementClass) {
                return new ChainCode();
            }
        };

        private Constructor<?> constructor;

        synchronized Constructor<?> constructor() {
            if (constructor == null) {
                constructor = copy(ChainLoopTemplate.class).getDeclaredConstructors()[0];
            }
            return constructor;
        }
    }
}
