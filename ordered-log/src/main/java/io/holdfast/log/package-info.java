/**
 * The ordered log: what each burst was made of, carried to the replica and acknowledged.
 *
 * <pre>
 *   worker ─ RecordBuffer ─► LogWriter ══ MessageWriter ─ Aeron ─ MessageReader ══► LogReader ─► store
 *      ▲                                                                              │
 *      └──────── StablePositions ◄── ControlReader ◄════════════ ControlWriter ◄──────┘
 * </pre>
 *
 * <p>Messages are SBE, described in {@code src/main/sbe/holdfast.xml}. The transport is behind
 * {@link io.holdfast.log.MessageWriter} and {@link io.holdfast.log.MessageReader}, so that a simulation runs the same
 * code over a network of its own.
 */
package io.holdfast.log;
