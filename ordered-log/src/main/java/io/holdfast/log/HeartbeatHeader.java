package io.holdfast.log;

import io.holdfast.log.sbe.Role;

/**
 * Who sends a heartbeat, and as what.
 *
 * @param view the newest that the sender knows
 * @param incarnation of the sender
 * @param epoch of the log that it writes or stores
 * @param role that it has
 * @param sentNs its monotonic clock
 */
public record HeartbeatHeader(long view, long incarnation, int epoch, Role role, long sentNs) {}
