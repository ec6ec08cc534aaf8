package io.holdfast.element.filter;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.Parameter;

/** The list of the elements that sort packets by patterns. */
public final class FilterElements {
    private static final String LANGUAGE = """
            Primitives: [DIR] host ADDR; [DIR] net ADDR/LEN or ADDR mask MASK; [DIR] [tcp|udp] port PORT; ip proto PROTO;
            ip vers|hl|tos|dscp|len|id|ttl|csum N; ip ect|ce|frag|unfrag; tcp opt FLAG; tcp win N; icmp type TYPE;
            ip[POS:LEN] N, tcp[POS:LEN] N, transp[POS:LEN] N; true; false; -, any, all (alone).

            DIR is src, dst, "src and dst" or "src or dst" (the default). In front of a value there may be a mask (& 0xf0)
            and a relation (== != < > <= >=). Primitives are joined by and, or, not, &&, ||, !, "? :" and parentheses;
            side by side means "and". What a value makes clear may be left out, and what repeats. Transport fields are
            those of first fragments only. Network headers must be set.
            """;

    private FilterElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("Classifier", Classifier::new)
                .withPorts("1/-")
                .withProcessing("h/h")
                .withSummary("sorts packets by their bytes")
                .withParameters(Parameter.rest("PATTERN", "OFFSET/HEX[%MASK] clauses, or -; one pattern per output"))
                .withExample("Classifier(12/0806 20/0001, 12/0800, -)"));
        classes.add(ElementClass.of("IPClassifier", IPClassifier::new)
                .withPorts("1/-")
                .withProcessing("h/h")
                .withSummary("sorts IP packets by patterns over header fields")
                .withParameters(Parameter.rest("PATTERN", "expression over header fields; one per output"))
                .withDetails(LANGUAGE)
                .withExample("IPClassifier(dst tcp port 80 or 443, udp and src net 10.0.0.0/8, -)"));
        classes.add(ElementClass.of("IPFilter", IPFilter::new)
                .withPorts("1/-")
                .withProcessing("h/h")
                .withSummary("passes or drops IP packets by patterns over header fields")
                .withParameters(Parameter.rest("RULE", "allow, deny, drop or an output, then an expression"))
                .withDetails(LANGUAGE)
                .withExample("IPFilter(allow tcp and dst port 22 and src net 10.0.0.0/8, deny all)"));
    }
}
