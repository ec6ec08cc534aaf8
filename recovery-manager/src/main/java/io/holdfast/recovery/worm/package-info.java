/**
 * Write-once registers, and what is built on them, after WormSpace (Shin et al., SoCC 2019).
 *
 * <p>A register is written once or never. {@link io.holdfast.recovery.worm.Acceptor}s store registers,
 * {@link io.holdfast.recovery.worm.WormClient} captures, writes and reads them: single-decree Paxos per register, of
 * which a majority of the acceptors is needed. Everything is driven by messages and by an injected clock: the same
 * code runs in the model check, in the simulation and in a node.
 */
package io.holdfast.recovery.worm;
