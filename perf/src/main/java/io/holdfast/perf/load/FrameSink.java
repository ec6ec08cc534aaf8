package io.holdfast.perf.load;

/** Takes frames that came back from the box. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Called once per frame, on the polling thread.
     *
     * @param address of the first byte; valid during the call only
     * @param length in bytes, without the frame check sequence
     */
    void onFrame(long address, int length);
}
