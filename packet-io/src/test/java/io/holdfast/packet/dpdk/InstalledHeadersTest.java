package io.holdfast.packet.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.TestEnvironment;
import java.io.IOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares our offsets with those that the C compiler finds in the installed headers. */
class InstalledHeadersTest {
    private static final String ETHDEV = "/usr/include/dpdk/rte_ethdev.h";

    @TempDir
    private Path directory;

    @BeforeEach
    void needsHeaders() {
        TestEnvironment.requireDpdk();
        TestEnvironment.require(Files.exists(Path.of(ETHDEV)), ETHDEV + " is missing (package libdpdk-dev)");
        TestEnvironment.requireCommand("gcc");
        TestEnvironment.requireCommand("pkg-config");
    }

    @Test
    void shouldHaveTheOffsetsOfTheHeaders() throws IOException {
        final FastPathLayout fastPath =
                DpdkLibrary.load(DeviceSettings.defaults().dpdkDirectory()).fastPath();
        final Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("rte_eth_fp_ops.rx_pkt_burst", fastPath.rxBurst());
        expected.put("rte_eth_fp_ops.rxq.data", fastPath.rxQueues());
        expected.put("rte_eth_fp_ops.tx_pkt_burst", fastPath.txBurst());
        expected.put("rte_eth_fp_ops.txq.data", fastPath.txQueues());
        for (final String field : List.of(
                "buf_addr",
                "data_off",
                "refcnt",
                "nb_segs",
                "port",
                "ol_flags",
                "packet_type",
                "pkt_len",
                "data_len",
                "vlan_tci_outer",
                "buf_len",
                "pool",
                "next",
                "tx_offload",
                "shinfo",
                "priv_size",
                "dynfield1")) {
            expected.put("rte_mbuf." + field, (int) MbufLayout.LAYOUT.byteOffset(PathElement.groupElement(field)));
        }
        expected.put("rte_eth_conf.rxmode.mq_mode", EthLayout.CONF_RX_MQ_MODE);
        expected.put("rte_eth_conf.rx_adv_conf.rss_conf.rss_key", EthLayout.CONF_RSS_KEY);
        expected.put("rte_eth_conf.rx_adv_conf.rss_conf.rss_key_len", EthLayout.CONF_RSS_KEY_LENGTH);
        expected.put("rte_eth_conf.rx_adv_conf.rss_conf.rss_hf", EthLayout.CONF_RSS_TYPES);
        expected.put("rte_eth_dev_info.driver_name", EthLayout.INFO_DRIVER_NAME);
        expected.put("rte_eth_dev_info.max_rx_queues", EthLayout.infoMaxQueues(fastPath));
        expected.put("rte_eth_dev_info.reta_size", EthLayout.INFO_RETA_SIZE);
        expected.put("rte_eth_rss_reta_entry64.reta", EthLayout.RETA_ENTRIES);
        expected.put("rte_eth_dev_info.hash_key_size", EthLayout.INFO_HASH_KEY_SIZE);
        expected.put("rte_eth_dev_info.flow_type_rss_offloads", EthLayout.INFO_RSS_TYPES);
        expected.put("rte_eth_stats.imissed", EthLayout.STATS_MISSED);
        expected.put("rte_eth_stats.ierrors", EthLayout.STATS_RX_ERRORS);
        expected.put("rte_eth_stats.oerrors", EthLayout.STATS_TX_ERRORS);
        expected.put("rte_eth_stats.rx_nombuf", EthLayout.STATS_NO_BUFFER);
        expected.put("rte_mempool.ops_index", EthLayout.MEMPOOL_OPS_INDEX);
        expected.put("rte_mempool_ops_table.ops", EthLayout.OPS_TABLE_FIRST);
        expected.put("rte_mempool_ops.dequeue", EthLayout.OPS_DEQUEUE);
        assertEquals(expected, offsets(List.copyOf(expected.keySet())));
    }

    private Map<String, Integer> offsets(final List<String> fields) throws IOException {
        final StringBuilder source = new StringBuilder();
        source.append("#include <stdio.h>\n#include <stddef.h>\n#include <rte_ethdev.h>\n#include <rte_mempool.h>\n");
        source.append("int main(void) {\n");
        for (final String field : fields) {
            final int dot = field.indexOf('.');
            source.append("printf(\"%zu\\n\", offsetof(struct ")
                    .append(field, 0, dot)
                    .append(", ")
                    .append(field.substring(dot + 1))
                    .append("));\n");
        }
        source.append("return 0; }\n");
        final Path file = Files.writeString(directory.resolve("offsets.c"), source);
        final Path program = directory.resolve("offsets");
        final List<String> compiler = new ArrayList<>(List.of("gcc", "-march=native", "-o", program.toString()));
        compiler.add(file.toString());
        compiler.addAll(List.of(
                TestEnvironment.run("pkg-config", "--cflags", "libdpdk").strip().split("\\s+")));
        TestEnvironment.run(compiler.toArray(new String[0]));
        final String[] lines = TestEnvironment.run(program.toString()).strip().split("\\n");
        final Map<String, Integer> offsets = new LinkedHashMap<>();
        for (int i = 0; i < lines.length; i++) {
            offsets.put(fields.get(i), Integer.parseInt(lines[i]));
        }
        return offsets;
    }
}
