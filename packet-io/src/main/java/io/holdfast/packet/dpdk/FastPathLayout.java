package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceException;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Where a port's entry of {@code rte_eth_fp_ops} keeps its functions and queues, in bytes.
 *
 * @param name of the generation, for messages
 * @param firstAbi lowest library suffix that has this layout
 * @param lastAbi highest library suffix that has it
 * @param rxBurst the driver's receive function
 * @param rxQueues array of pointers to receive queues
 * @param txBurst the driver's transmit function
 * @param txQueues array of pointers to transmit queues
 */
record FastPathLayout(String name, int firstAbi, int lastAbi, int rxBurst, int rxQueues, int txBurst, int txQueues) {
    /** Bytes from one port's entry to the next; in all generations. */
    static final int STRIDE_BYTES = 128;

    /** DPDK 22.11. */
    static final FastPathLayout ABI_23 = new FastPathLayout("DPDK 22.11", 23, 23, 0, 24, 64, 88);

    /** DPDK 23.11, 24.11 and 25.11. */
    static final FastPathLayout ABI_24 = new FastPathLayout("DPDK 23.11 to 25.11", 24, 26, 16, 0, 80, 64);

    static final List<FastPathLayout> KNOWN = List.of(ABI_23, ABI_24);

    /**
     * Tells the layout from the table itself: before a port is started its functions are placeholders, so the receive
     * function's word points to code, and at most one known layout has it in that place.
     *
     * @param abi suffix of the libraries' names, which must agree
     * @param words the table's first words
     * @param isCode whether an address is executable
     * @throws DeviceException if the table is none that we know
     */
    static FastPathLayout detect(
            final int abi, final long[] words, final LongPredicate isCode, final List<FastPathLayout> known) {
        FastPathLayout found = null;
        for (final FastPathLayout layout : known) {
            final boolean isCodeThere = isCode.test(words[layout.rxBurst / Long.BYTES])
                    && isCode.test(words[layout.txBurst / Long.BYTES])
                    && !isCode.test(words[layout.rxQueues / Long.BYTES]);
            if (isCodeThere && found == null) {
                found = layout;
            } else if (isCodeThere) {
                throw unknown(abi, "its table of functions fits both " + found.name + " and " + layout.name);
            }
        }
        if (found == null) {
            throw unknown(abi, "its table of functions fits no known layout");
        }
        if (abi < found.firstAbi || abi > found.lastAbi) {
            throw unknown(abi, "its table of functions is that of " + found.name);
        }
        return found;
    }

    private static DeviceException unknown(final int abi, final String why) {
        return new DeviceException("the DPDK libraries with suffix ." + abi + " cannot be used: " + why
                + ". Remedy: install DPDK 22.11, 23.11, 24.11 or 25.11, or name its directory in HOLDFAST_DPDK_DIR");
    }
}
