package io.holdfast.log.secure;

/**
 * Makes the word in a datagram's trailer by which whoever has no key is told from who has, before anything is computed over
 * the datagram itself.
 *
 * <p>It is the second half of an encryption of kind, number and port, chained to one of the sender's instance: so it says that somebody with
 * the key gave this number, at this port, to some datagram. Who hears one can use it for that number only, which is taken once.
 * {@link FilterProgram} asks the same question in the kernel. Used by one thread.
 */
final class Gate {
    static final int PORT_SHIFT = 48;
    static final int KIND_SHIFT = 46;

    private final GateCipher cipher;
    private final long own;
    private final long ownStart;
    private long other;
    private long otherStart;

    /** @param own instance, for which most are made */
    Gate(final GateCipher cipher, final long own) {
        this.cipher = cipher;
        this.own = own;
        ownStart = cipher.encrypt(own);
        other = own;
        otherStart = ownStart;
    }

    /** The word for a number of a sender's, at the port that it is sent to. */
    int word(final int kind, final long sender, final long sequence, final int port) {
        return (int) cipher.encrypt(start(sender) ^ sequence ^ place(kind, port));
    }

    private long start(final long sender) {
        if (sender == own) {
            return ownStart;
        }
        if (sender != other) {
            otherStart = cipher.encrypt(sender);
            other = sender;
        }
        return otherStart;
    }

    /** Above all numbers: a node sends less than 2^46 datagrams in its life. */
    private static long place(final int kind, final int port) {
        return (long) port << PORT_SHIFT | (long) kind << KIND_SHIFT;
    }
}
