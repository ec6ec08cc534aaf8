package io.holdfast.element;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import java.util.List;

/**
 * The loop of chains; used through the copies that {@link BurstLoops} makes.
 *
 * <p>The steps are written out, not looped over: each call then has a profile, and so a target, of its own. And they
 * stand in one method: one of their own would be compiled before the loop is, and be too large then to become a part of it.
 */
final class ChainLoopTemplate implements ChainLoop {
    private static final int PASSED = -1;

    private final PacketwiseElement element0;
    private final int main0;
    private final PacketwiseElement element1;
    private final int main1;
    private final PacketwiseElement element2;
    private final int main2;
    private final PacketwiseElement element3;
    private final int main3;
    private final PacketwiseElement element4;
    private final int main4;
    private final PacketwiseElement element5;
    private final int main5;
    private final PacketwiseElement element6;
    private final int main6;
    private final PacketwiseElement element7;
    private final int main7;
    private final PacketwiseElement[] elements;
    private final int[] mains;
    private final int steps;
    private final SortingElement sorter;

    ChainLoopTemplate(final List<PacketwiseElement> elements, final int[] mains, final SortingElement sorter) {
        this.elements = elements.toArray(PacketwiseElement[]::new);
        this.mains = mains;
        steps = elements.size();
        this.sorter = sorter;
        element0 = elements.size() > 0 ? elements.get(0) : null;
        main0 = mains[Math.min(0, mains.length - 1)];
        element1 = elements.size() > 1 ? elements.get(1) : null;
        main1 = mains[Math.min(1, mains.length - 1)];
        element2 = elements.size() > 2 ? elements.get(2) : null;
        main2 = mains[Math.min(2, mains.length - 1)];
        element3 = elements.size() > 3 ? elements.get(3) : null;
        main3 = mains[Math.min(3, mains.length - 1)];
        element4 = elements.size() > 4 ? elements.get(4) : null;
        main4 = mains[Math.min(4, mains.length - 1)];
        element5 = elements.size() > 5 ? elements.get(5) : null;
        main5 = mains[Math.min(5, mains.length - 1)];
        element6 = elements.size() > 6 ? elements.get(6) : null;
        main6 = mains[Math.min(6, mains.length - 1)];
        element7 = elements.size() > 7 ? elements.get(7) : null;
        main7 = mains[Math.min(7, mains.length - 1)];
    }

    @Override
    public int run(final ElementChain chain, final PacketBatch batch, final int[] choices) {
        final int count = batch.size();
        final SortingElement last = sorter;
        int differences = 0;
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            int choice = element0.advance(packet);
            if (choice != main0) {
                return leaveFirst(chain, batch, choices, i, ElementChain.exit(0, choice));
            }
            if (steps > 1) {
                choice = element1.advance(packet);
                if (choice != main1) {
                    return leaveFirst(chain, batch, choices, i, ElementChain.exit(1, choice));
                }
            }
            if (steps > 2) {
                choice = element2.advance(packet);
                if (choice != main2) {
                    return leaveFirst(chain, batch, choices, i, ElementChain.exit(2, choice));
                }
            }
            if (steps > 3) {
                choice = element3.advance(packet);
                if (choice != main3) {
                    return leaveFirst(chain, batch, choices, i, ElementChain.exit(3, choice));
                }
            }
            if (steps > 4) {
                choice = element4.advance(packet);
                if (choice != main4) {
                    return leaveFirst(chain, batch, choices, i, ElementChain.exit(4, choice));
                }
            }
            if (steps > 5) {
                choice = element5.advance(packet);
                if (choice != main5) {
                    return leaveFirst(chain, batch, choices, i, ElementChain.exit(5, choice));
                }
            }
            if (steps > 6) {
                choice = element6.advance(packet);
                if (choice != main6) {
                    return leaveFirst(chain, batch, choices, i, ElementChain.exit(6, choice));
                }
            }
            if (steps > 7) {
                choice = element7.advance(packet);
                if (choice != main7) {
                    return leaveFirst(chain, batch, choices, i, ElementChain.exit(7, choice));
                }
            }
            if (last != null) {
                choices[i] = last.select(packet);
                differences |= choices[i] ^ choices[0];
            }
        }
        return differences == 0 ? 0 : DIFFERENT;
    }

    private int leaveFirst(
            final ElementChain chain, final PacketBatch batch, final int[] choices, final int index, final int exit) {
        chain.leave(batch.get(index), exit);
        return sift(chain, batch, choices, index);
    }

    /** Goes on behind the first packet that left. */
    private int sift(final ElementChain chain, final PacketBatch batch, final int[] choices, final int firstLeft) {
        final int count = batch.size();
        int kept = firstLeft;
        for (int i = firstLeft + 1; i < count; i++) {
            final Packet packet = batch.get(i);
            final int exit = pass(packet);
            if (exit == PASSED) {
                choices[kept] = sorter == null ? 0 : sorter.select(packet);
                batch.set(kept++, packet);
            } else {
                chain.leave(packet, exit);
            }
        }
        batch.size(kept);
        int differences = 0;
        for (int i = 1; sorter != null && i < kept; i++) {
            differences |= choices[i] ^ choices[0];
        }
        return differences == 0 ? LEFT : LEFT | DIFFERENT;
    }

    private int pass(final Packet packet) {
        for (int step = 0; step < steps; step++) {
            final int choice = elements[step].advance(packet);
            if (choice != mains[step]) {
                return ElementChain.exit(step, choice);
            }
        }
        return PASSED;
    }
}
