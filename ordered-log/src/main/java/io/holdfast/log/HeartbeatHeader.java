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
 * @param echoedNs the newest {@code sentNs} that it heard of a master to which it grants a lease, 0 if there is none
 */
public record HeartbeatHeader(long view, long incarnation, int epoch, Role role, long sentNs, long echoedNs) {
    /** Of a node that grants no lease. */
    public HeartbeatHeader(
            final long view, final long incarnation, final int epoch, final Role role, final long sentNs) {
        this(view, incarnation, epoch, role, sentNs, 0);
    }
}
