package io.holdfast.element.icmp;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.ip.Ipv4Fields;
import io.holdfast.element.transport.TransportElements;

/** The list of the elements for ICMP. */
public final class IcmpElements {
    private IcmpElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("CheckICMPHeader", CheckICMPHeader::new)
                .withPorts("1/1-2")
                .withSummary("checks ICMP messages")
                .withParameters(TransportElements.VERBOSE, TransportElements.DETAILS));
        classes.add(ElementClass.of("ICMPError", ICMPError::new)
                .withSummary("makes the ICMP error message about a packet")
                .withParameters(
                        ICMPError.SRC,
                        ICMPError.TYPE,
                        ICMPError.CODE,
                        ICMPError.BADADDRS,
                        ICMPError.MTU,
                        ICMPError.PMTU,
                        ICMPError.SET_FIX_ANNO)
                .withExample("ICMPError(10.0.0.1, timeexceeded)")
                .withExample("ICMPError(10.0.0.1, unreachable, needfrag, PMTU 1400)"));
        registerPings(classes);
    }

    private static void registerPings(final ElementClasses classes) {
        classes.add(ElementClass.of("ICMPPingResponder", ICMPPingResponder::new)
                .withPorts("1/1-2")
                .withSummary("answers echo requests"));
        classes.add(ElementClass.of("ICMPPingEncap", ICMPPingEncap::new)
                .withSummary("puts headers of an echo request in front")
                .withParameters(
                        Ipv4Fields.SRC,
                        Ipv4Fields.DST,
                        ICMPPingEncap.IDENTIFIER,
                        Ipv4Fields.TTL,
                        Ipv4Fields.TOS,
                        Ipv4Fields.DSCP,
                        Ipv4Fields.DF)
                .withExample("ICMPPingEncap(10.0.0.1, 10.0.0.2)"));
        classes.add(ElementClass.of("ICMPPingSource", ICMPPingSource::new)
                .withPorts("0-1/1")
                .withProcessing("h/h")
                .withSummary("sends echo requests and counts the replies")
                .withParameters(
                        Ipv4Fields.SRC,
                        ICMPPingSource.DST,
                        ICMPPingSource.INTERVAL,
                        ICMPPingEncap.IDENTIFIER,
                        ICMPPingSource.LIMIT,
                        ICMPPingSource.DATA,
                        ICMPPingSource.ACTIVE,
                        ICMPPingSource.STOP,
                        ICMPPingSource.VERBOSE,
                        Ipv4Fields.TTL,
                        Ipv4Fields.TOS,
                        Ipv4Fields.DSCP,
                        Ipv4Fields.DF)
                .withExample("ICMPPingSource(10.0.0.1, 10.0.0.2, INTERVAL 0.2)"));
    }
}
