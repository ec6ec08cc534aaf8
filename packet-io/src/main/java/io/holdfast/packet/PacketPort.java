package io.holdfast.packet;

/**
 * A network interface with one or more queue pairs.
 *
 * <p>Queue q of a port is used by one worker's thread only; different queues may be used at the same time.
 */
public interface PacketPort extends AutoCloseable {
    /** Name in the settings, by which the graph refers to the port. */
    String name();

    /** Queue pairs, 1 or more. */
    int queueCount();

    /** Hardware address, in the low 48 bits. */
    long macAddress();

    boolean isLinkUp();

    /**
     * Receives what is there, up to the batch's free places.
     *
     * @param queue index of the queue
     * @param pool of the calling worker, which supplies the packets
     * @param batch to which packets are added
     * @return the number of packets added, 0 if none
     */
    int receive(int queue, PacketPool pool, PacketBatch batch);

    /**
     * Sends a batch, which is empty afterwards: packets that the device does not take are freed and counted.
     *
     * @param queue index of the queue
     * @param batch whose packets are given away
     * @return the number of packets that the device took
     */
    int transmit(int queue, PacketBatch batch);

    /** Counts since the port was opened; from any thread. */
    PortStatistics statistics();

    @Override
    void close();
}
