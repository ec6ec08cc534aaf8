package io.holdfast.element.filter;

import io.holdfast.element.ArgumentScope;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.IpPrefix;
import io.holdfast.element.SortingElement;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.click.ConfigurationText;
import io.holdfast.packet.Packet;
import io.holdfast.packet.header.EthernetHeader;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.header.UdpHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What IPFilter and IPClassifier share: patterns, compiled, and run on packets with a network header. */
abstract class IPMatcher extends SortingElement {
    /** Result of a pattern whose packets are dropped; no output has this number. */
    static final int DENY = DecisionGraph.NO_MATCH - 1;

    private final List<Condition> conditions = new ArrayList<>();
    private final List<Integer> results = new ArrayList<>();
    private DecisionProgram program;
    private StatisticsCounter noHeader;
    private StatisticsCounter noMatch;
    private StatisticsCounter denied;

    final int patternCount() {
        return conditions.size();
    }

    /** Adds a pattern; a malformed one is reported. */
    final void addPattern(final Arguments arguments, final String text, final int result) {
        Condition condition = Condition.NEVER;
        try {
            condition = FilterParser.parse(
                    ConfigurationText.unquote(text).strip(), new ArgumentAddresses(arguments.scope()));
        } catch (final PatternException e) {
            arguments.error("pattern " + conditions.size() + ": " + e.getMessage());
        }
        conditions.add(condition);
        results.add(result);
    }

    /** Compiles what has been added. */
    final void compile() {
        program = Programs.compile(
                conditions, results.stream().mapToInt(Integer::intValue).toArray(), Ipv4Header.MIN_LENGTH);
    }

    @Override
    public void initialize(final ElementContext context) {
        noHeader = context.statistics("drops.noHeader");
        noMatch = context.statistics("drops.noMatch");
        denied = context.statistics("drops.denied");
    }

    /** With what is read in the headers that every TCP or UDP packet has. */
    @Override
    public boolean staysInHeaders() {
        return program.depthFirst() <= Ipv4Header.MIN_LENGTH && program.depthTransport() <= UdpHeader.LENGTH;
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH + Math.max(program.depthFirst(), Ipv4Header.MAX_LENGTH + program.depthTransport());
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("program", program::text);
    }

    @Override
    protected int select(final Packet packet) {
        final int network = packet.networkOffset();
        if (!Ipv4Header.fits(packet, network)) {
            noHeader.increment();
            return DROP;
        }
        final int result = program.match(packet, network, network + Ipv4Header.headerLength(packet, network));
        if (result < DENY) {
            return result;
        }
        (result == DENY ? denied : noMatch).increment();
        return DROP;
    }

    /**
     * Addresses as configurations write them, or by name.
     *
     * @param scope in which names hold
     */
    private record ArgumentAddresses(ArgumentScope scope) implements FilterAddresses {
        @Override
        public OptionalInt address(final String word) {
            return scope.names().ip(scope.elementName(), word);
        }

        @Override
        public IpPrefix prefix(final String word) {
            return scope.names().prefix(scope.elementName(), word, false);
        }
    }
}
