package io.holdfast.element.filter;

import io.holdfast.element.Arguments;
import java.util.List;

/**
 * Sends each IP packet to the output of the first pattern that it matches: {@code IPClassifier(PATTERN0, ...)}.
 *
 * <p>Patterns are built from these primitives:
 *
 * <pre>
 *   [DIR] host ADDR       [DIR] net ADDR/LEN | ADDR mask MASK      [DIR] [tcp | udp] port PORT
 *   ip proto PROTO        ip vers|hl|tos|dscp|len|id|ttl|csum N    ip ect | ce | frag | unfrag
 *   tcp opt FLAG          tcp win N        icmp type TYPE          ip[POS:LEN] N   tcp[...] N   transp[...] N
 *   true                  false            - | any | all (alone)
 * </pre>
 *
 * <p>DIR is {@code src}, {@code dst}, {@code src and dst}, or {@code src or dst} (the default). In front of a value
 * there may be a mask ({@code & 0xf0}) and a relation ({@code == != < > <= >=}). Primitives are joined by
 * {@code and or not && || !}, {@code ? :} and parentheses; side by side means "and". What a value makes clear may be
 * left out ({@code tcp}, {@code www}, {@code syn}, {@code 10.0.0.0/8}), and what repeats ({@code src port 80 or 81}).
 * Transport fields are those of first fragments only: {@code src port != 5} implies TCP or UDP, {@code !(src port 5)}
 * does not.
 *
 * <p>Network headers must be set. A packet without one, or that nothing matches, is dropped ({@code drops.noHeader},
 * {@code drops.noMatch}). Handler {@code program}: the compiled comparisons.
 */
public final class IPClassifier extends IPMatcher {
    @Override
    public void configure(final Arguments arguments) {
        final List<String> patterns = arguments.rest();
        if (patterns.size() != outputCount()) {
            arguments.error("need " + outputCount() + " arguments, one per output port");
        }
        for (int i = 0; i < patterns.size(); i++) {
            addPattern(arguments, patterns.get(i), i);
        }
        compile();
        arguments.finish();
    }
}
