package io.holdfast.element.ip;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.Parameter;

/** The list of the elements for IPv4 headers. */
public final class IpElements {
    private IpElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        registerChecks(classes);
        registerAddresses(classes);
        registerFields(classes);
        registerHeaders(classes);
        registerRouter(classes);
        registerFragments(classes);
    }

    private static void registerChecks(final ElementClasses classes) {
        final Parameter<?>[] parameters = {
            CheckIPHeader.OFFSET,
            HeaderCheck.INTERFACES,
            HeaderCheck.BADSRC,
            HeaderCheck.GOODDST,
            CheckIPHeader.CHECKSUM,
            HeaderCheck.VERBOSE,
            HeaderCheck.DETAILS
        };
        classes.add(ElementClass.of("CheckIPHeader", CheckIPHeader::withChecksum)
                .withPorts("1/1-2")
                .withSummary("checks IP headers and notes where they are")
                .withParameters(parameters)
                .withExample("CheckIPHeader(14)")
                .withExample("CheckIPHeader(INTERFACES 10.0.0.1/24 10.0.1.1/24)"));
        classes.add(ElementClass.of("CheckIPHeader2", CheckIPHeader::withoutChecksum)
                .withPorts("1/1-2")
                .withSummary("checks IP headers, but not their checksums, and notes where they are")
                .withParameters(parameters)
                .withExample("CheckIPHeader2(14)"));
        classes.add(ElementClass.of("MarkIPHeader", MarkIPHeader::new)
                .withSummary("notes where the IP header is, unchecked")
                .withParameters(CheckIPHeader.OFFSET)
                .withExample("MarkIPHeader(14)"));
    }

    private static void registerAddresses(final ElementClasses classes) {
        classes.add(ElementClass.of("SetIPAddress", SetIPAddress::new)
                .withSummary("sets the destination annotation to an address")
                .withParameters(SetIPAddress.IPADDR, SetIPAddress.ANNO)
                .withExample("SetIPAddress(10.0.0.1)"));
        classes.add(ElementClass.of("GetIPAddress", GetIPAddress::new)
                .withSummary("sets the destination annotation from the packet")
                .withParameters(GetIPAddress.OFFSET, GetIPAddress.IP, GetIPAddress.ANNO)
                .withExample("GetIPAddress(16)"));
        classes.add(ElementClass.of("StoreIPAddress", StoreIPAddress::new)
                .withPorts("1/1-2")
                .withSummary("writes an address into packets")
                .withParameters(StoreIPAddress.ADDR, StoreIPAddress.OFFSET)
                .withExample("StoreIPAddress(10.0.0.1, src)"));
        classes.add(ElementClass.of("SetRandIPAddress", SetRandIPAddress::new)
                .withSummary("sets the destination annotation to a random address")
                .withParameters(SetRandIPAddress.PREFIX, SetRandIPAddress.LIMIT)
                .withExample("SetRandIPAddress(10.0.0.0/8, 100)"));
        classes.add(ElementClass.of("IPMirror", IPMirror::new)
                .withSummary("swaps source and destination")
                .withParameters(IPMirror.DST_ANNO));
        classes.add(ElementClass.of("FixIPSrc", FixIPSrc::new)
                .withSummary("sets the source of packets that bear the fix-IP-source annotation")
                .withParameters(FixIPSrc.IPADDR)
                .withExample("FixIPSrc(10.0.0.1)"));
    }

    private static void registerFields(final ElementClasses classes) {
        classes.add(ElementClass.of("SetIPChecksum", SetIPChecksum::new).withSummary("computes the IP checksum"));
        classes.add(ElementClass.of("SetIPDSCP", SetIPDSCP::new)
                .withSummary("sets the differentiated services code point")
                .withParameters(SetIPDSCP.DSCP)
                .withExample("SetIPDSCP(46)"));
        classes.add(ElementClass.of("SetIPECN", SetIPECN::new)
                .withSummary("sets the bits of congestion notification")
                .withParameters(SetIPECN.ECN)
                .withExample("SetIPECN(ect1)"));
        classes.add(ElementClass.of("MarkIPCE", MarkIPCE::new)
                .withSummary("marks packets as having met congestion")
                .withParameters(MarkIPCE.FORCE));
        classes.add(ElementClass.of("DecIPTTL", DecIPTTL::new)
                .withPorts("1/1-2")
                .withSummary("takes one off the time to live")
                .withParameters(DecIPTTL.ACTIVE, DecIPTTL.MULTICAST));
    }

    private static void registerHeaders(final ElementClasses classes) {
        classes.add(ElementClass.of("IPEncap", IPEncap::new)
                .withSummary("puts an IP header in front")
                .withParameters(
                        IPEncap.PROTO,
                        Ipv4Fields.SRC,
                        Ipv4Fields.DST,
                        Ipv4Fields.TTL,
                        Ipv4Fields.TOS,
                        Ipv4Fields.DSCP,
                        Ipv4Fields.DF)
                .withExample("IPEncap(ipip, 10.0.0.1, 10.0.0.2)"));
        classes.add(ElementClass.of("StripIPHeader", StripIPHeader::new).withSummary("removes the IP header"));
        classes.add(ElementClass.of("UnstripIPHeader", UnstripIPHeader::new)
                .withSummary("gives a stripped IP header back"));
        classes.add(ElementClass.of("TruncateIPPayload", TruncateIPPayload::new)
                .withSummary("cuts what is behind the IP header")
                .withParameters(TruncateIPPayload.LENGTH)
                .withExample("TruncateIPPayload(64)"));
    }

    private static void registerRouter(final ElementClasses classes) {
        classes.add(ElementClass.of("IPGWOptions", IPGWOptions::new)
                .withPorts("1/1-2")
                .withSummary("acts on the IP options record route and timestamp")
                .withParameters(GatewayOptions.MYADDR, GatewayOptions.OTHERADDRS)
                .withExample("IPGWOptions(10.0.0.1)"));
        classes.add(ElementClass.of("IPInputCombo", IPInputCombo::new)
                .withSummary("is Paint, Strip, CheckIPHeader and GetIPAddress in one")
                .withParameters(
                        IPInputCombo.COLOR,
                        HeaderCheck.OLD_BADSRC,
                        HeaderCheck.INTERFACES,
                        HeaderCheck.GOODDST,
                        HeaderCheck.VERBOSE,
                        HeaderCheck.DETAILS)
                .withExample("IPInputCombo(1)"));
        classes.add(ElementClass.of("IPOutputCombo", IPOutputCombo::new)
                .withPorts("1/5")
                .withProcessing("h/h")
                .withSummary("is DropBroadcasts, PaintTee, IPGWOptions, FixIPSrc, DecIPTTL and CheckLength in one")
                .withParameters(IPInputCombo.COLOR, IPOutputCombo.IPADDR, IPOutputCombo.MTU)
                .withExample("IPOutputCombo(1, 10.0.0.1, 1500)"));
    }

    private static void registerFragments(final ElementClasses classes) {
        classes.add(ElementClass.of("IPFragmenter", IPFragmenter::new)
                .withPorts("1/1-2")
                .withProcessing("h/h")
                .withSummary("splits packets that are too long")
                .withParameters(IPFragmenter.MTU, IPFragmenter.HONOR_DF, IPFragmenter.VERBOSE, IPFragmenter.HEADROOM)
                .withExample("IPFragmenter(1500)"));
        classes.add(ElementClass.of("IPReassembler", IPReassembler::new)
                .withPorts("1/1-2")
                .withSummary("puts fragments together")
                .withParameters(IPReassembler.HIMEM));
    }
}
