package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SharedTable;
import io.holdfast.packet.header.Ipv4Header;

/** Writes mappings as text, one line each, for the read handlers: looked at without accesses. */
final class MappingReport {
    /** Lines at most; a last line says how many were left out. */
    static final int MAX_LINES = 10_000;

    private static final long SECOND_NS = 1_000_000_000L;

    private final MappingTable mappings;
    private final ElementContext context;

    private final boolean followsTcp;

    MappingReport(final MappingTable mappings, final ElementContext context, final boolean followsTcp) {
        this.followsTcp = followsTcp;
        this.mappings = mappings;
        this.context = context;
    }

    /** All protocols. */
    static final int ALL = -1;

    /** Name of the handler for a protocol. */
    static String tableName(final int protocol) {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> "tcp_table";
            case Ipv4Header.PROTOCOL_UDP -> "udp_table";
            default -> "icmp_table";
        };
    }

    /** Forward tuples of a protocol with what they become, output, state and idle time. */
    String table(final int protocol) {
        final StringBuilder text = new StringBuilder();
        final int[] lines = new int[1];
        final SharedTable entries = mappings.entries();
        for (int stripe = 0; stripe < entries.stripes(); stripe++) {
            entries.inspect(stripe, (key0, key1, value) -> {
                if ((protocol == ALL || FlowKey.protocol(key1) == protocol)
                        && MappingEntry.direction(value) == MappingEntry.FORWARD
                        && lines[0]++ < MAX_LINES) {
                    appendLine(text, key0, key1, value);
                }
                return false;
            });
        }
        if (lines[0] > MAX_LINES) {
            text.append("... and ").append(lines[0] - MAX_LINES).append(" more\n");
        }
        return text.toString();
    }

    private void appendLine(final StringBuilder text, final long key0, final long key1, final long value) {
        final long idleNs = context.timeNs() - MappingEntry.lastUsedNs(value, context.timeNs());
        text.append(FlowKey.format(key0, FlowKey.ports(key1)))
                .append(" => ")
                .append(FlowKey.format(MappingEntry.newAddresses(value), MappingEntry.newPorts(value)))
                .append(" [")
                .append(MappingEntry.output(value))
                .append("] ")
                .append(FlowState.name(
                        MappingEntry.state(value), followsTcp && FlowKey.protocol(key1) == Ipv4Header.PROTOCOL_TCP))
                .append(" idle ")
                .append(Math.max(0, idleNs) / SECOND_NS)
                .append("s\n");
    }
}
