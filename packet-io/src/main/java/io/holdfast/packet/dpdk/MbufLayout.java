package io.holdfast.packet.dpdk;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.NativeMemory;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct rte_mbuf}, the head of a packet buffer; the same in DPDK 22.11 to 25.11. */
final class MbufLayout {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("buf_addr"),
                    JAVA_LONG.withName("buf_iova"),
                    JAVA_SHORT.withName("data_off"),
                    JAVA_SHORT.withName("refcnt"),
                    JAVA_SHORT.withName("nb_segs"),
                    JAVA_SHORT.withName("port"),
                    JAVA_LONG.withName("ol_flags"),
                    JAVA_INT.withName("packet_type"),
                    JAVA_INT.withName("pkt_len"),
                    JAVA_SHORT.withName("data_len"),
                    JAVA_SHORT.withName("vlan_tci"),
                    JAVA_LONG.withByteAlignment(4).withName("hash"),
                    JAVA_SHORT.withName("vlan_tci_outer"),
                    JAVA_SHORT.withName("buf_len"),
                    JAVA_LONG.withName("pool"),
                    JAVA_LONG.withName("next"),
                    JAVA_LONG.withName("tx_offload"),
                    JAVA_LONG.withName("shinfo"),
                    JAVA_SHORT.withName("priv_size"),
                    JAVA_SHORT.withName("timesync"),
                    MemoryLayout.sequenceLayout(9, JAVA_INT).withName("dynfield1"))
            .withName("rte_mbuf");

    static final int BUF_ADDR = offset("buf_addr");
    static final int DATA_OFF = offset("data_off");
    static final int REFCNT = offset("refcnt");
    static final int NB_SEGS = offset("nb_segs");
    static final int PORT = offset("port");
    static final int OL_FLAGS = offset("ol_flags");
    static final int PACKET_TYPE = offset("packet_type");
    static final int PKT_LEN = offset("pkt_len");
    static final int DATA_LEN = offset("data_len");
    static final int VLAN_TCI_OUTER = offset("vlan_tci_outer");
    static final int BUF_LEN = offset("buf_len");
    static final int POOL = offset("pool");
    static final int NEXT = offset("next");
    static final int TX_OFFLOAD = offset("tx_offload");

    static final int SIZE_BYTES = (int) LAYOUT.byteSize();
    static final int HEADROOM_BYTES = 128;
    static final int BUFFER_BYTES = 2176;

    /** Flags of a buffer whose bytes are not its own (external, or attached to another). */
    static final long NOT_OWN_BYTES = 3L << 61;

    private static final long EXTERNAL = 1L << 61;
    /** data_off 128, refcnt 1, nb_segs 1, port none: written as one word, as DPDK does. */
    private static final long REARM = 0xffff_0001_0001_0080L;

    private MbufLayout() {}

    /** Makes an mbuf fresh from the mempool an empty packet, as {@code rte_pktmbuf_reset} does. */
    static void reset(final long mbuf) {
        NativeMemory.putLong(mbuf + DATA_OFF, REARM);
        NativeMemory.putLong(mbuf + OL_FLAGS, NativeMemory.getLong(mbuf + OL_FLAGS) & EXTERNAL);
        NativeMemory.putLong(mbuf + PACKET_TYPE, 0);
        NativeMemory.putInt(mbuf + DATA_LEN, 0);
        NativeMemory.putShort(mbuf + VLAN_TCI_OUTER, (short) 0);
        NativeMemory.putLong(mbuf + NEXT, 0);
        NativeMemory.putLong(mbuf + TX_OFFLOAD, 0);
    }

    /**
     * Compares a fresh mbuf with what the layout says of one.
     *
     * @throws DeviceException if the library's mbuf is another one
     */
    static void check(final long mbuf, final long mempool) {
        expect("buf_addr", NativeMemory.getLong(mbuf + BUF_ADDR) - mbuf, SIZE_BYTES);
        expect("data_off", NativeMemory.getShort(mbuf + DATA_OFF), HEADROOM_BYTES);
        expect("refcnt", NativeMemory.getShort(mbuf + REFCNT), 1);
        expect("port", Short.toUnsignedInt(NativeMemory.getShort(mbuf + PORT)), 0xffff);
        expect("buf_len", NativeMemory.getShort(mbuf + BUF_LEN), BUFFER_BYTES);
        expect("pool", NativeMemory.getLong(mbuf + POOL), mempool);
        expect("next", NativeMemory.getLong(mbuf + NEXT), 0);
    }

    private static void expect(final String field, final long value, final long expected) {
        if (value != expected) {
            throw new DeviceException(
                    "the installed DPDK's rte_mbuf is not the one known: " + field + " of a fresh one is " + value
                            + " instead of " + expected + ". Remedy: install DPDK 22.11, 23.11, 24.11 or 25.11");
        }
    }

    private static int offset(final String field) {
        return (int) LAYOUT.byteOffset(groupElement(field));
    }
}
