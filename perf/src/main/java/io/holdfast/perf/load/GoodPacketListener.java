package io.holdfast.perf.load;

/** Is told of every packet that came back as it should. */
@FunctionalInterface
public interface GoodPacketListener {
    /**
     * Called on the generator's thread, before the next frame is looked at.
     *
     * @param stampNs when the packet was to be sent, by {@code System.nanoTime}
     */
    void onGood(long stampNs);
}
