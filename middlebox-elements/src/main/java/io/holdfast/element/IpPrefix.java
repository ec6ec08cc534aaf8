package io.holdfast.element;

/**
 * An IPv4 address with a mask; as an interface's address, it keeps the bits outside the mask.
 *
 * @param address in host order
 * @param mask in host order
 */
public record IpPrefix(int address, int mask) {
    public boolean contains(final int other) {
        return ((other ^ address) & mask) == 0;
    }

    /** The address that reaches all hosts of the network. */
    public int broadcast() {
        return address | ~mask;
    }
}
