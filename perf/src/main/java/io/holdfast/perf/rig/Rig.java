package io.holdfast.perf.rig;

import io.holdfast.perf.load.GoodPacketListener;
import io.holdfast.perf.load.LoadGenerator;
import io.holdfast.perf.load.Trial;

/** A box with a generator plugged in. Used by one thread, which it may attach to devices. */
public interface Rig extends AutoCloseable {
    /** Starts the box, makes the hosts known, and opens the flows. To be called once. */
    void open();

    LoadGenerator generator();

    /** Keeps the box busy for a time. */
    Measurement saturate(long lengthNs);

    /**
     * Sends at a constant rate.
     *
     * @throws UnsupportedOperationException if the box is turned by the generator's thread
     */
    Trial pace(double perSecond, long lengthNs, GoodPacketListener listener);

    /** The way of a packet through this rig, in words. */
    String topology();

    /** Last words of the box's processes, for whoever has to find out what went wrong. */
    String logTails();

    @Override
    void close();
}
