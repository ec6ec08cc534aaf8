package io.holdfast.packet;

/**
 * The ports and packet memory that one process has opened.
 *
 * <p>Opening is all or nothing. Port names are unique; port numbers follow the order of the settings.
 */
public interface PacketDevices extends AutoCloseable {
    int portCount();

    PacketPort port(int number);

    /** The number of the port of that name, or -1 if there is none. */
    default int portNumber(final String name) {
        for (int i = 0; i < portCount(); i++) {
            if (port(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Packet memory of one worker; to be used by that worker's thread only. */
    PacketPool pool(int worker);

    /**
     * Prepares the calling thread to be a worker: registers it with DPDK where that is in use, and pins it.
     *
     * @param worker number, 0-based
     * @param cpu to pin to, or -1 to leave the thread where it is
     */
    void attachWorker(int worker, int cpu);

    /** Undoes {@link #attachWorker}; on the same thread, before it ends. */
    void detachWorker(int worker);

    /** Closes all ports, then the pools. */
    @Override
    void close();
}
