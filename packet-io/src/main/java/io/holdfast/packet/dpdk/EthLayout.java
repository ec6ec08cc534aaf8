package io.holdfast.packet.dpdk;

/** Offsets into the structures of {@code rte_ethdev.h} and {@code rte_mempool.h} that a port is opened with, in bytes. */
final class EthLayout {
    /** {@code struct rte_eth_conf}: larger than any known version's (2,280 bytes), and passed zeroed. */
    static final int CONF_BYTES = 4096;

    static final int CONF_RX_MQ_MODE = 8;
    static final int CONF_RSS_KEY = 128;
    static final int CONF_RSS_KEY_LENGTH = 136;
    static final int CONF_RSS_TYPES = 144;
    static final int MQ_MODE_RSS = 1;

    /** IPv4 and IPv6, fragments included, and TCP and UDP over either: {@code RTE_ETH_RSS_*}. */
    static final long RSS_TYPES = 0xd3c;

    /** {@code struct rte_eth_dev_info}. */
    static final int INFO_BYTES = 1024;

    static final int INFO_DRIVER_NAME = 8;
    static final int INFO_RETA_SIZE = 104;
    static final int INFO_HASH_KEY_SIZE = 106;
    static final int INFO_RSS_TYPES = 112;
    private static final int INFO_MAX_QUEUES_ABI_23 = 44;
    private static final int INFO_MAX_QUEUES_ABI_24 = 48;

    /** {@code struct rte_eth_rss_reta_entry64}: which of 64 entries are meant, then the entries, 16 bits each. */
    static final int RETA_GROUP_BYTES = 136;

    static final int RETA_GROUP_ENTRIES = 64;
    static final int RETA_ENTRIES = 8;

    /** {@code struct rte_eth_stats}. */
    static final int STATS_BYTES = 1024;

    static final int STATS_MISSED = 32;
    static final int STATS_RX_ERRORS = 40;
    static final int STATS_TX_ERRORS = 48;
    static final int STATS_NO_BUFFER = 56;

    /** {@code struct rte_eth_link}: the third bit of its flags says up. */
    static final int LINK_BYTES = 64;

    static final int LINK_FLAGS = 4;
    static final int LINK_UP = 1 << 2;

    /** {@code struct rte_mempool}, {@code rte_mempool_ops_table} and {@code rte_mempool_ops}. */
    static final int MEMPOOL_OPS_INDEX = 88;

    static final int OPS_TABLE_FIRST = 64;
    static final int OPS_STRIDE_BYTES = 128;
    static final int OPS_DEQUEUE = 56;

    private EthLayout() {}

    /** Where {@code max_rx_queues} is, {@code max_tx_queues} being the 16-bit number behind it. */
    static int infoMaxQueues(final FastPathLayout generation) {
        return generation == FastPathLayout.ABI_23 ? INFO_MAX_QUEUES_ABI_23 : INFO_MAX_QUEUES_ABI_24;
    }
}
