package io.holdfast.element.ethernet;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;

/** The list of the elements for Ethernet frames. */
public final class EthernetElements {
    private EthernetElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        registerHeaders(classes);
        registerVlans(classes);
        registerBridge(classes);
    }

    private static void registerHeaders(final ElementClasses classes) {
        classes.add(ElementClass.of("EtherEncap", EtherEncap::new)
                .withSummary("puts an Ethernet header in front")
                .withParameters(EtherEncap.ETHERTYPE, EtherEncap.SRC, EtherEncap.DST)
                .withExample("EtherEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2)"));
        classes.add(ElementClass.of("EnsureEther", EnsureEther::new)
                .withSummary("puts an Ethernet header in front of packets that have none")
                .withParameters(EnsureEther.ETHERTYPE, EnsureEther.SRC, EnsureEther.DST));
        classes.add(
                ElementClass.of("EtherMirror", EtherMirror::new).withSummary("swaps Ethernet source and destination"));
        classes.add(ElementClass.of("EtherRewrite", EtherRewrite::new)
                .withSummary("writes Ethernet source and destination")
                .withParameters(EtherEncap.SRC, EtherEncap.DST)
                .withExample("EtherRewrite(2:0:0:0:0:1, 2:0:0:0:0:2)"));
        classes.add(ElementClass.of("StoreEtherAddress", StoreEtherAddress::new)
                .withPorts("1/1-2")
                .withSummary("writes an Ethernet address into packets")
                .withParameters(StoreEtherAddress.ADDR, StoreEtherAddress.OFFSET)
                .withExample("StoreEtherAddress(2:0:0:0:0:1, src)"));
        classes.add(ElementClass.of("HostEtherFilter", HostEtherFilter::new)
                .withPorts("1/1-2")
                .withSummary("rejects frames for other hosts")
                .withParameters(
                        HostEtherFilter.ETHER,
                        HostEtherFilter.DROP_OWN,
                        HostEtherFilter.DROP_OTHER,
                        HostEtherFilter.OFFSET)
                .withExample("HostEtherFilter(2:0:0:0:0:1)"));
    }

    private static void registerVlans(final ElementClasses classes) {
        classes.add(ElementClass.of("EtherVLANEncap", EtherVLANEncap::new)
                .withSummary("puts an Ethernet header with a VLAN tag in front")
                .withParameters(
                        EtherEncap.ETHERTYPE,
                        EtherEncap.SRC,
                        EtherEncap.DST,
                        VlanTag.VLAN_TCI,
                        VlanTag.VLAN_ID,
                        VlanTag.VLAN_PCP,
                        VlanTag.NATIVE_VLAN)
                .withExample("EtherVLANEncap(0x0800, 2:0:0:0:0:1, 2:0:0:0:0:2, VLAN_ID 7)"));
        classes.add(ElementClass.of("VLANEncap", VLANEncap::new)
                .withSummary("puts a VLAN tag into frames")
                .withParameters(
                        VlanTag.VLAN_TCI, VlanTag.VLAN_ID, VlanTag.VLAN_PCP, VlanTag.NATIVE_VLAN, VLANEncap.ETHERTYPE)
                .withExample("VLANEncap(VLAN_ID 7)"));
        classes.add(ElementClass.of("VLANDecap", VLANDecap::new)
                .withSummary("takes the VLAN tag out of frames")
                .withParameters(VLANDecap.ANNO));
        classes.add(ElementClass.of("StripEtherVLANHeader", StripEtherVLANHeader::new)
                .withSummary("removes the Ethernet header with its VLAN tag")
                .withParameters(StripEtherVLANHeader.NATIVE_VLAN));
        classes.add(ElementClass.of("SetVLANAnno", SetVLANAnno::new)
                .withSummary("sets the VLAN annotation")
                .withParameters(SetVLANAnno.VLAN_TCI, VlanTag.VLAN_ID, VlanTag.VLAN_PCP)
                .withExample("SetVLANAnno(7)"));
    }

    private static void registerBridge(final ElementClasses classes) {
        classes.add(ElementClass.of("EtherSwitch", EtherSwitch::plain)
                .withPorts("-/=")
                .withProcessing("h/h")
                .withFlow("#/[^#]")
                .withSummary("is a learning Ethernet bridge")
                .withParameters(EtherSwitch.TIMEOUT, EtherSwitch.CAPACITY));
        classes.add(ElementClass.of("ListenEtherSwitch", EtherSwitch::listening)
                .withPorts("-/=+")
                .withProcessing("h/h")
                .withSummary("is a learning Ethernet bridge with an output that gets every frame")
                .withParameters(EtherSwitch.TIMEOUT, EtherSwitch.CAPACITY));
        classes.add(ElementClass.of("EtherSpanTree", EtherSpanTree::new)
                .withPorts("-/=")
                .withProcessing("h/h")
                .withSummary("is the spanning tree protocol of bridges")
                .withParameters(
                        EtherSpanTree.ADDR,
                        EtherSpanTree.INPUT_SUPPRESSOR,
                        EtherSpanTree.OUTPUT_SUPPRESSOR,
                        EtherSpanTree.SWITCH,
                        EtherSpanTree.PRIORITY)
                .withExample("EtherSpanTree(2:0:0:0:0:1, in_suppressor, out_suppressor, switch)"));
        classes.add(ElementClass.of("Suppressor", Suppressor::new)
                .withPorts("-/=")
                .withProcessing("a/a")
                .withFlow("#/#")
                .withSummary("passes input i to output i, unless the port is switched off"));
    }
}
