package io.holdfast.nat.host;

import java.util.function.Consumer;

/**
 * One end of a cable that carries Ethernet frames.
 *
 * <p>Used by one thread. Frames are arrays of their exact length, which nobody changes once they are sent.
 */
public interface Wire {
    /** @return false if the cable is full: the frame is lost */
    boolean send(byte[] frame);

    /**
     * Takes frames that the other end has sent.
     *
     * @param limit frames at most
     * @return the number of frames handled
     */
    int poll(Consumer<byte[]> handler, int limit);
}
