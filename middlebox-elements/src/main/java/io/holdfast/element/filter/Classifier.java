package io.holdfast.element.filter;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.SortingElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.UdpHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends each packet to the output of the first pattern that its bytes match: {@code Classifier(PATTERN0, ...)}.
 *
 * <p>{@link BytePattern} describes patterns: {@code 12/0806 20/0001} is an ARP request, {@code -} everything. A packet
 * that nothing matches is dropped ({@code drops.noMatch}). Handler {@code program}: the compiled comparisons.
 */
public final class Classifier extends SortingElement {
    /** Of frames that carry TCP or UDP over IPv4, in bytes. */
    private static final int SHORTEST_HEADERS = EthernetHeader.LENGTH + Ipv4Header.MIN_LENGTH + UdpHeader.LENGTH;

    private DecisionProgram program = GraphOptimizer.compile(new DecisionGraph(0), ~DecisionGraph.NO_MATCH);
    private StatisticsCounter noMatch;

    @Override
    public void configure(final Arguments arguments) {
        final List<Condition> conditions = new ArrayList<>();
        for (final String text : arguments.rest()) {
            try {
                conditions.add(BytePattern.parse(text).condition());
            } catch (final IllegalArgumentException e) {
                arguments.error("pattern " + conditions.size() + ": " + e.getMessage());
                conditions.add(Condition.NEVER);
            }
        }
        if (conditions.size() != outputCount()) {
            arguments.error("need " + outputCount() + " arguments, one per output port");
        }
        program = Programs.compile(conditions, 0);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext context) {
        noMatch = context.statistics("drops.noMatch");
    }

    /** An Ethernet header may have been stripped before: it is added for safety. */
    @Override
    public int headerDepthBytes() {
        return program.depthFirst() + EthernetHeader.LENGTH;
    }

    @Override
    public boolean staysInHeaders() {
        return headerDepthBytes() <= SHORTEST_HEADERS;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("program", program::text);
    }

    @Override
    protected boolean isPacketwise() {
        return true;
    }

    @Override
    protected int select(final Packet packet) {
        final int pattern = program.match(packet, 0, 0);
        if (pattern == DecisionGraph.NO_MATCH) {
            noMatch.increment();
            return DROP;
        }
        return pattern;
    }
}
