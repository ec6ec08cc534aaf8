package io.holdfast.recovery.attestation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries messages between members: unreliable, unordered, whole or not at all. What comes need not be true: all
 * that counts is signed. Used by the attestations' thread.
 */
public interface AttestationNetwork {
    /** Sends to a member, if that is possible now. */
    void send(String member, byte[] message);

    /** Hands over what has come. */
    void poll(Receiver receiver, int limit);

    /** Sleeps until something has come, or the time is over. */
    default void await(final long timeoutMs) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    /** Takes one message. */
    interface Receiver {
        /**
         * A message.
         *
         * @param from whom the network thinks it is from
         */
        void onMessage(String from, byte[] message);
    }
}
