/**
 * Which worker gets a packet: a function of the packet and the number of workers, the same on both nodes.
 *
 * <pre>
 *             NIC queue v ──► worker v: FlowSteering.worker(packet) ── v ──► its own burst
 *                                              │ w
 *                                              ▼
 *                                    hand-over v → w (bounded) ──► worker w: first packets of its next burst
 * </pre>
 *
 * <p>{@link io.holdfast.packet.steering.FlowSteering} decides, always; what a NIC does with its own hash only spares
 * hand-overs. {@link io.holdfast.packet.steering.SteeredDevices} puts this before the ports of a node.
 */
package io.holdfast.packet.steering;
