package io.holdfast.element.rewriter;

import io.holdfast.packet.header.Ipv4Header;
import java.util.List;
import java.util.function.Supplier;

/**
 * What tells the rewriter classes apart: all else they share.
 *
 * @param protocols that are translated; empty for all
 * @param patternWords words of a pattern
 * @param tuples makes what reads a packet
 * @param keywords timeouts that the class knows
 */
record RewriterKind(
        List<Integer> protocols, int patternWords, Supplier<PacketTuple> tuples, RewriterKeywords keywords) {
    private static final int TCP = Ipv4Header.PROTOCOL_TCP;
    private static final int UDP = Ipv4Header.PROTOCOL_UDP;

    static final RewriterKind TCP_AND_UDP = new RewriterKind(
            List.of(TCP, UDP), RewritePattern.FLOW_WORDS, () -> new FlowTuple(true), RewriterKeywords.TCP_AND_UDP);

    static final RewriterKind ONLY_TCP = new RewriterKind(
            List.of(TCP), RewritePattern.FLOW_WORDS, () -> new FlowTuple(true), RewriterKeywords.ONLY_TCP);

    /** UDP, and TCP treated as UDP is. */
    static final RewriterKind STATELESS = new RewriterKind(
            List.of(TCP, UDP), RewritePattern.FLOW_WORDS, () -> new FlowTuple(false), RewriterKeywords.STATELESS);

    static final RewriterKind PING = new RewriterKind(
            List.of(Ipv4Header.PROTOCOL_ICMP),
            RewritePattern.FLOW_WORDS,
            () -> new FlowTuple(true),
            RewriterKeywords.PING);

    static final RewriterKind ADDRESS = new RewriterKind(
            List.of(), RewritePattern.ADDRESS_WORDS, () -> new AddressTuple(false), RewriterKeywords.ADDRESSES);

    static final RewriterKind ADDRESS_PAIR = new RewriterKind(
            List.of(), RewritePattern.ADDRESS_WORDS, () -> new AddressTuple(true), RewriterKeywords.ADDRESSES);
}
