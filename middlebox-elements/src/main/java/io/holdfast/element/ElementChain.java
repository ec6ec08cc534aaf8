package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Elements in a row that treat each packet by itself, run as one loop over the burst.
 *
 * <p><b>Theory of operation.</b> A burst that goes through seven small elements is looped over seven times: each time every
 * packet's fields are read again, and two calls are made whose targets the processor cannot foresee. Where elements are
 * packetwise ({@link PacketwiseElement#isPacketwise}) nobody can tell whether they are run element by element or packet by
 * packet. So a chain follows the main outputs from an element on, up to one that is not packetwise, and takes each
 * packet through all steps before the next packet. The last element may sort to many outputs.
 *
 * <pre>
 *   HostEtherFilter ── Classifier ── Strip ── CheckIPHeader ── StaticIPLookup ── DecIPTTL ── Classifier ══ sorted
 *         └ rejected        ├ ARP                   └ bad            ├ for this box
 *                           └ others                                 └ for nobody        leave on the way
 * </pre>
 *
 * <p>Packets that leave on the way are kept by the element where they left, and pushed in the order in which the elements
 * by themselves would: first outputs below the main one, then what stayed in the chain, then outputs above. The chain is
 * a function of the graph, so it is the same on every node.
 */
final class ElementChain {
    static final int MAX_STEPS = 8;

    private static final int EXIT_SHIFT = 16;
    private static final int CHOICE_MASK = 0xffff;

    private final PacketwiseElement[] elements;
    private final int[] mainOutputs;
    private final int steps;
    private final SortingElement sorter;
    private final ChainLoop loop;

    @SoftState("of use within one push")
    private int[] spareChoices = new int[PacketBatch.BURST_PACKETS];

    private ElementChain(final List<PacketwiseElement> elements) {
        this.elements = elements.toArray(PacketwiseElement[]::new);
        mainOutputs = elements.stream().mapToInt(PacketwiseElement::mainOutput).toArray();
        sorter = elements.getLast() instanceof SortingElement last ? last : null;
        steps = sorter == null ? this.elements.length : this.elements.length - 1;
        loop = BurstLoops.chainLoop(
                IntStream.range(0, steps).mapToObj(elements::get).toList(), mainOutputs, sorter);
    }

    /** The chain that begins with an element; null if it would have no other. */
    static ElementChain from(final PacketwiseElement first) {
        final List<PacketwiseElement> elements = new ArrayList<>();
        PacketwiseElement next = first.isPacketwise() ? first : null;
        while (next != null && elements.size() < MAX_STEPS && !elements.contains(next)) {
            elements.add(next);
            next = behind(next);
        }
        return elements.size() < 2 ? null : new ElementChain(elements);
    }

    private static PacketwiseElement behind(final PacketwiseElement element) {
        final int main = element.mainOutput();
        return main != PacketwiseElement.NO_OUTPUT && element.leadsOn(main)
                ? (PacketwiseElement) element.output(main).target()
                : null;
    }

    /** Elements in it. */
    int length() {
        return elements.length;
    }

    /** Number that tells {@link #leave} where a packet leaves, and by which output. Not negative. */
    static int exit(final int step, final int choice) {
        return step << EXIT_SHIFT | choice + 1 & CHOICE_MASK;
    }

    /** Takes a batch of one burst at most. It is empty afterwards. */
    void push(final PacketBatch batch) {
        final int[] choices = spareChoices == null ? new int[PacketBatch.BURST_PACKETS] : spareChoices;
        spareChoices = null;
        final int result = loop.run(this, batch, choices);
        final boolean isOneChoice = (result & ChainLoop.DIFFERENT) == 0;
        if ((result & ChainLoop.LEFT) == 0) {
            passOn(batch, choices, isOneChoice);
        } else {
            passOnFrom(0, batch, choices, isOneChoice);
        }
        spareChoices = choices;
    }

    /** Takes a packet that leaves on the way. */
    void leave(final Packet packet, final int exit) {
        elements[exit >>> EXIT_SHIFT].leave(packet, (exit & CHOICE_MASK) - 1);
    }

    /** Pushes what left from a step on, and what stayed, in the order in which the elements by themselves would. */
    private void passOnFrom(final int step, final PacketBatch batch, final int[] choices, final boolean isOneChoice) {
        if (step == steps) {
            if (!batch.isEmpty()) {
                passOn(batch, choices, isOneChoice);
            }
            return;
        }
        elements[step].flushLeft(0, mainOutputs[step]);
        passOnFrom(step + 1, batch, choices, isOneChoice);
        elements[step].flushLeft(mainOutputs[step] + 1, Integer.MAX_VALUE);
    }

    private void passOn(final PacketBatch batch, final int[] choices, final boolean isOneChoice) {
        if (sorter == null) {
            elements[steps - 1].output(mainOutputs[steps - 1]).push(batch);
        } else {
            sorter.passOn(batch, choices, isOneChoice);
        }
    }
}
