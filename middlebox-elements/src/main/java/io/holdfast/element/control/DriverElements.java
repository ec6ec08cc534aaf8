package io.holdfast.element.control;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.Parameter;

/** The list of elements that packets do not pass. */
public final class DriverElements {
    private DriverElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("AddressInfo", AddressInfo::new)
                .withPorts("0/0")
                .withSummary("gives names to addresses")
                .withParameters(Parameter.rest(
                        "NAME ADDRS", "a name, and the IP address, IP prefix and Ethernet address that it stands for"))
                .withDetails("""
                        A name holds in the compound of the AddressInfo and in those below. What is wanted chooses which \
                        of its addresses is meant; NAME:ip, NAME:ipnet, NAME:eth, NAME:bcast and NAME:gw choose it by hand.""")
                .withExample("AddressInfo(inside 10.0.0.1/24 02:00:00:00:00:01); ARPResponder(inside)"));
        classes.add(ElementClass.of("PortInfo", PortInfo::new)
                .withPorts("0/0")
                .withSummary("gives names to TCP and UDP ports")
                .withParameters(Parameter.rest("NAME PORT", "a name, and the port that it stands for"))
                .withExample("PortInfo(game 27015/udp)"));
    }
}
