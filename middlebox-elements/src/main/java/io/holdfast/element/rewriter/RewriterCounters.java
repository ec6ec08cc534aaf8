package io.holdfast.element.rewriter;

import io.holdfast.element.ElementContext;
import io.holdfast.element.StatisticsCounter;

/** Statistics of a rewriter: every packet that it does not pass on is in exactly one {@code drops} counter. */
final class RewriterCounters {
    /** No header set, cut off, or lengths that contradict each other. */
    final StatisticsCounter malformed;

    /** A fragment other than the first. */
    final StatisticsCounter fragment;

    /** Not a protocol that this rewriter translates. */
    final StatisticsCounter otherProtocol;

    /** No mapping, at an input that drops such packets. */
    final StatisticsCounter noMapping;

    /** No mapping, and not a packet that may make one: TCP without SYN, an echo reply. */
    final StatisticsCounter notOpening;

    /** No mapping could be made: every port tried is in use towards this destination. */
    final StatisticsCounter noPort;

    /** No mapping could be made: the table is full. */
    final StatisticsCounter tableFull;

    /** Mappings that could not be made, for either reason. */
    final StatisticsCounter mappingFailures;

    RewriterCounters(final ElementContext context) {
        malformed = context.statistics("drops.malformed");
        fragment = context.statistics("drops.fragment");
        otherProtocol = context.statistics("drops.otherProtocol");
        noMapping = context.statistics("drops.noMapping");
        notOpening = context.statistics("drops.notOpening");
        noPort = context.statistics("drops.noPort");
        tableFull = context.statistics("drops.tableFull");
        mappingFailures = context.statistics("mappingFailures");
    }
}
