package io.holdfast.recovery.attestation;

/**
 * Carries messages between members: unreliable, unordered, whole or not at all. What comes need not be true: all
 * that counts is signed. Used by the attestations' thread.
 */
public interface AttestationNetwork {
    /** Sends to a member, if that is possible now. */
    void send(String member, byte[] message);

    /** Hands over what has come. */
    void poll(Receiver receiver, int limit);

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
