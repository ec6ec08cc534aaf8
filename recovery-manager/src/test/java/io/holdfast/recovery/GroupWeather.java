package io.holdfast.recovery;

/** What becomes of a message between the nodes of a group in memory. */
@FunctionalInterface
public interface GroupWeather {
    /** Every message arrives at once. */
    GroupWeather FAIR = (from, to, delivery) -> delivery.run();

    /** Has a message delivered: now or later, once, several times or never. */
    void send(int from, int to, Runnable delivery);
}
