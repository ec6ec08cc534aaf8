package io.holdfast.element.rewriter;

import io.holdfast.element.Element;
import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The list of rewriters and of what works together with them. */
public final class RewriterElements {
    private static final Parameter<String> INPUTS = Parameter.rest(
            "INPUT",
            "what an input does with packets that have no mapping: pattern ..., keep FOUTPUT ROUTPUT, pass OUTPUT, drop,"
                    + " or the name of a mapper; one argument per input");

    private RewriterElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(rewriter("IPRewriter", RewriterKind.TCP_AND_UDP, "translates TCP and UDP flows")
                .withExample("IPRewriter(pattern 192.0.2.1 1024-65535 - - 0 1, drop)"));
        classes.add(rewriter("UDPRewriter", RewriterKind.STATELESS, "translates flows, TCP's as if they were UDP's"));
        classes.add(rewriter("ICMPPingRewriter", RewriterKind.PING, "translates ICMP echo sessions")
                .withExample("ICMPPingRewriter(pattern 192.0.2.1 0-65535? - - 0 1, drop)"));
        classes.add(rewriter("IPAddrRewriter", RewriterKind.ADDRESS, "translates addresses of hosts")
                .withDetails("A pattern is SADDR DADDR; SADDR may be a range or a prefix, DADDR is '-'.")
                .withExample("IPAddrRewriter(pattern 192.0.2.10-192.0.2.40 - 0 1, drop)"));
        classes.add(rewriter("IPAddrPairRewriter", RewriterKind.ADDRESS_PAIR, "translates addresses of pairs of hosts")
                .withDetails("A pattern is SADDR DADDR; SADDR may be a range or a prefix."));
        classes.add(rewriter("TCPRewriter", RewriterKind.ONLY_TCP, TCPRewriter::new, "translates TCP flows"));
        classes.add(ElementClass.of("FTPPortMapper", FTPPortMapper::new)
                .withPorts("1/1")
                .withSummary("lets FTP servers open data connections to translated clients")
                .withDetails("Stands before CONTROL_REWRITER. Active mode (PORT) only; passive mode needs no help.")
                .withParameters(
                        FTPPortMapper.CONTROL_REWRITER, FTPPortMapper.DATA_REWRITER, FTPPortMapper.DATA_REWRITER_INPUT)
                .withExample(
                        "ftp :: IPClassifier(dst tcp port 21, -); ftp[0] -> FTPPortMapper(tcp_rw, rw, 0) -> tcp_rw"));
        classes.add(ElementClass.of("ICMPRewriter", ICMPRewriter::new)
                .withPorts("1/1-2")
                .withProcessing("h/h")
                .withSummary("translates ICMP errors about packets that rewriters have translated")
                .withParameters(ICMPRewriter.REWRITERS, ICMPRewriter.DST_ANNO)
                .withExample("icmp_rw :: ICMPRewriter(rw ping_rw)"));
        registerHelpers(classes);
    }

    private static void registerHelpers(final ElementClasses classes) {
        classes.add(ElementClass.of("IPRewriterPatterns", IPRewriterPatterns::new)
                .withPorts("0/0")
                .withSummary("gives names to patterns of rewriters")
                .withParameters(IPRewriterPatterns.PATTERNS)
                .withExample(
                        "IPRewriterPatterns(world 192.0.2.1 50000-65535 - -); IPRewriter(pattern world 0 1, drop)"));
        classes.add(ElementClass.of("RoundRobinIPMapper", RoundRobinIPMapper::new)
                .withPorts("0/0")
                .withSummary("gives new flows of rewriters its patterns in turn")
                .withParameters(MapperElement.PATTERNS)
                .withExample("RoundRobinIPMapper(- - 10.0.0.1 - 0 1, - - 10.0.0.2 - 0 1)"));
        classes.add(ElementClass.of("SourceIPHashMapper", SourceIPHashMapper::new)
                .withPorts("0/0")
                .withSummary("gives each source address of rewriters' new flows always the same pattern")
                .withDetails(
                        "The first argument is POINTS SEED, the others are patterns with a number of their own behind.")
                .withParameters(MapperElement.PATTERNS)
                .withExample("SourceIPHashMapper(50 17, - - 10.0.0.1 - 0 1 1, - - 10.0.0.2 - 0 1 2)"));
    }

    private static ElementClass rewriter(final String name, final RewriterKind kind, final String summary) {
        return rewriter(name, kind, () -> new IPRewriter(kind), summary);
    }

    private static ElementClass rewriter(
            final String name, final RewriterKind kind, final Supplier<Element> supplier, final String summary) {
        final List<Parameter<?>> parameters = new ArrayList<>(List.of(INPUTS));
        parameters.addAll(List.of(kind.keywords().all()));
        return ElementClass.of(name, supplier)
                .withPorts("1-/1-")
                .withProcessing("h/h")
                .withSummary(summary)
                .withParameters(parameters.toArray(Parameter<?>[]::new));
    }
}
