package io.holdfast.element.canary;

import io.holdfast.element.Element;
import io.holdfast.packet.PacketBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Does everything that an element must not; the determinism rules have to find it. */
public final class NondeterministicElement extends Element {
    private final Map<Object, Integer> seen = new HashMap<>();
    private long sum;

    @Override
    public void push(final int input, final PacketBatch batch) {
        sum += System.nanoTime() + ThreadLocalRandom.current().nextInt() + System.identityHashCode(batch);
        seen.put(batch, 1);
        seen.values().forEach(value -> sum += value);
        new Thread(batch::free).start();
    }
}
