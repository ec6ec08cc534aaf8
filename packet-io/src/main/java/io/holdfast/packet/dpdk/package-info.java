/**
 * Ports and packet memory of DPDK, reached through the Foreign Function and Memory API alone.
 *
 * <p>Theory of operation. {@link io.holdfast.packet.dpdk.DpdkLibrary} finds the shared libraries, and refuses one whose
 * structures it does not know. {@link io.holdfast.packet.dpdk.Eal} starts DPDK once per process; devices are plugged
 * in afterwards, one by one, so that an error names its port. {@link io.holdfast.packet.dpdk.DpdkPool} binds a
 * packet object to each buffer (mbuf) that is out; {@link io.holdfast.packet.dpdk.DpdkQueue} calls the driver's burst
 * functions through the table {@code rte_eth_fp_ops}, as DPDK's inline functions do. Offsets into DPDK's structures
 * stand in {@link io.holdfast.packet.dpdk.FastPathLayout}, {@link io.holdfast.packet.dpdk.MbufLayout} and
 * {@link io.holdfast.packet.dpdk.EthLayout}, method handles in {@link io.holdfast.packet.dpdk.DpdkCalls} and
 * {@link io.holdfast.packet.dpdk.Libc}.
 */
package io.holdfast.packet.dpdk;
