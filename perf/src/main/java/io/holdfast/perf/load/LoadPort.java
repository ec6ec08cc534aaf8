package io.holdfast.perf.load;

/** The generator's end of a link to the box. Single-threaded. */
public interface LoadPort extends AutoCloseable {
    /**
     * Sends a frame from native memory, which is copied before the call returns.
     *
     * @return false if the link has no room for it
     */
    boolean send(long address, int length);

    /** Lets go of frames that were gathered for a burst. */
    void flush();

    /** Hands over frames that the box has sent; returns how many. */
    int poll(FrameSink sink, int limit);

    @Override
    void close();
}
