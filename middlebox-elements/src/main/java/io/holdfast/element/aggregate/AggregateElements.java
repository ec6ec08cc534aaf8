package io.holdfast.element.aggregate;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.Parameter;
import java.util.ArrayList;
import java.util.List;

/** The list of elements that sort packets into aggregates and watch these. */
public final class AggregateElements {
    private AggregateElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("AggregateIP", AggregateIP::new)
                .withPorts("1/1-2")
                .withProcessing("a/ah")
                .withSummary("sets the aggregate annotation to a field of the IP packet")
                .withDetails(
                        "A field is a name (ip vers hl tos dscp ecn len id off rf df mf fragoff ttl proto sum src dst,"
                                + " tcp sport dport seqno ackno hl flags fin syn rst psh ack urg win sum urp, udp sport dport len"
                                + " sum, icmp type code sum, or sport and dport alone), or a place in ip, transp, data, tcp, udp"
                                + " or icmp: bytes [OFFSET, LENGTH], [FIRST-LAST] or [OFFSET], bits with braces. /N takes the top"
                                + " bits of it, & MASK a run of bits. Packets without the field go to output 1 or are dropped.")
                .withParameters(AggregateIP.FIELD, AggregateIP.INCREMENTAL)
                .withExample("AggregateIP(ip src/16)"));
        classes.add(ElementClass.of("AggregateCounter", AggregateCounter::new)
                .withPorts("1-2/1-2")
                .withProcessing("a/ah")
                .withSummary("counts packets or bytes for each aggregate")
                .withDetails(
                        "What comes at input 1 creates no count; output 1 gets what was not counted. When the table is"
                                + " full, new aggregates are not counted (tableFull).")
                .withParameters(counterParameters())
                .withExample("a :: AggregateCounter(BYTES true)"));
        classes.add(ElementClass.of("IPRateMonitor", IPRateMonitor::new)
                .withPorts("1-2/1-2")
                .withProcessing("a/a")
                .withFlow("#/#")
                .withSummary("rates networks, and what is within the busy ones")
                .withDetails(
                        "Input 0 is rated by source address (forward), input 1 by destination (reverse). Rates are kept"
                                + " of /8s, and of the networks within those that reach THRESH, eight bits deeper each time. When"
                                + " the table is full, new networks are not rated (tableFull).")
                .withParameters(
                        IPRateMonitor.TYPE,
                        IPRateMonitor.OFFSET,
                        IPRateMonitor.RATIO,
                        IPRateMonitor.THRESH,
                        IPRateMonitor.MEMORY,
                        IPRateMonitor.ANNO)
                .withExample("IPRateMonitor(PACKETS, 0, 0.5, 256, 600)"));
    }

    private static List<Parameter<?>> counterParameters() {
        final List<Parameter<?>> parameters = new ArrayList<>(List.of(
                AggregateCounter.BYTES,
                AggregateCounter.IP_BYTES,
                AggregateCounter.MULTIPACKET,
                AggregateCounter.EXTRA_LENGTH,
                AggregateCounter.CAPACITY,
                AggregateCounter.BANNER));
        parameters.addAll(CountLimit.AFTER_AGGREGATES.parameters());
        parameters.addAll(CountLimit.AFTER_COUNT.parameters());
        return parameters;
    }
}
