package io.holdfast.element.transport;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.Parameter;
import io.holdfast.element.ip.Ipv4Fields;

/** The list of the elements for TCP and UDP headers. */
public final class TransportElements {
    public static final Parameter<Boolean> VERBOSE =
            Parameter.keyword("VERBOSE", ArgumentTypes.BOOL, "false", "", "accepted; every reason is counted anyway");
    public static final Parameter<Boolean> DETAILS =
            Parameter.keyword("DETAILS", ArgumentTypes.BOOL, "false", "", "accepted; every reason is counted anyway");

    private TransportElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("CheckTCPHeader", CheckTCPHeader::new)
                .withPorts("1/1-2")
                .withSummary("checks TCP segments")
                .withParameters(VERBOSE, DETAILS));
        classes.add(ElementClass.of("CheckUDPHeader", CheckUDPHeader::new)
                .withPorts("1/1-2")
                .withSummary("checks UDP datagrams")
                .withParameters(VERBOSE, DETAILS));
        classes.add(ElementClass.of("SetTCPChecksum", SetTCPChecksum::new)
                .withSummary("computes the TCP checksum")
                .withParameters(SetTCPChecksum.FIXOFF));
        classes.add(ElementClass.of("SetUDPChecksum", SetUDPChecksum::new)
                .withPorts("1/1-2")
                .withSummary("computes the UDP checksum"));
        classes.add(ElementClass.of("UDPIPEncap", UDPIPEncap::new)
                .withSummary("puts UDP and IP headers in front")
                .withParameters(
                        Ipv4Fields.SRC,
                        UDPIPEncap.SPORT,
                        Ipv4Fields.DST,
                        UDPIPEncap.DPORT,
                        UDPIPEncap.CHECKSUM,
                        Ipv4Fields.TTL,
                        Ipv4Fields.TOS,
                        Ipv4Fields.DSCP,
                        Ipv4Fields.DF)
                .withExample("UDPIPEncap(10.0.0.1, 4000, 10.0.0.2, 53)"));
    }
}
