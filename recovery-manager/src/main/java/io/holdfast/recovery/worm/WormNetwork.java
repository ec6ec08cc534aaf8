package io.holdfast.recovery.worm;

/** Carries messages to the members of a group. Messages may be lost; a member may send to itself. */
@FunctionalInterface
public interface WormNetwork {
    /** Sends, or loses, a message. Called by the thread of the sender. */
    void send(int member, WormMessage message);
}
