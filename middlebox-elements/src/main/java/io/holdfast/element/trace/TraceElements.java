package io.holdfast.element.trace;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;

/** The list of elements that read and write files of packets. */
public final class TraceElements {
    private TraceElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("FromDump", FromDump::new)
                .withPorts("0/1-2")
                .withProcessing("/ah")
                .withSummary("reads packets from a file: pcap or pcapng, also gzipped")
                .withParameters(
                        FromDump.FILENAME,
                        FromDump.TIMING,
                        FileSource.STOP,
                        FileSource.ACTIVE,
                        FromDump.FORCE_IP,
                        FromDump.SAMPLE,
                        FromDump.START_AFTER,
                        FromDump.END_AFTER,
                        FromDump.END_CALL,
                        FromDump.MMAP)
                .withExample("FromDump(in.pcap, STOP true) -> Strip(14) -> CheckIPHeader -> Discard"));
        classes.add(ElementClass.of("ToDump", ToDump::new)
                .withPorts("1/0-1")
                .withProcessing("a/a")
                .withSummary("writes packets to a pcap file")
                .withDetails("The file is not held until the log is safe; a replica writes none.")
                .withParameters(
                        ToDump.FILENAME,
                        ToDump.SNAPLEN,
                        ToDump.ENCAP,
                        ToDump.EXTRA_LENGTH,
                        ToDump.NANO,
                        ToDump.UNBUFFERED)
                .withExample("FromDevice(eth0) -> ToDump(out.pcap)"));
        registerSummaries(classes);
    }

    private static void registerSummaries(final ElementClasses classes) {
        classes.add(ElementClass.of("FromIPSummaryDump", FromIPSummaryDump::new)
                .withPorts("0/1")
                .withProcessing("/a")
                .withSummary("makes packets of the lines of an IP summary dump")
                .withDetails("A packet has its headers only. The rest of its length is in the IP header and in the"
                        + " extra-length annotation.")
                .withParameters(
                        FromIPSummaryDump.FILENAME,
                        FileSource.STOP,
                        FileSource.ACTIVE,
                        FromIPSummaryDump.CHECKSUM,
                        FromIPSummaryDump.PROTO,
                        FromIPSummaryDump.MULTIPACKET,
                        FromIPSummaryDump.FIELDS,
                        FromIPSummaryDump.CONTENTS)
                .withExample("FromIPSummaryDump(in.txt, STOP true) -> Discard"));
        classes.add(ElementClass.of("ToIPSummaryDump", ToIPSummaryDump::new)
                .withPorts("1/0-1")
                .withProcessing("a/a")
                .withSummary("writes a line for each packet to a file")
                .withDetails(
                        "Fields: timestamp ts_sec ts_usec ip_src ip_dst ip_frag ip_fragoff ip_len len ip_proto ip_id"
                                + " ip_ttl ip_tos sport dport tcp_seq tcp_ack tcp_flags tcp_window payload_len count link"
                                + " aggregate. The file is not held until the log is safe; a replica writes none.")
                .withParameters(
                        ToIPSummaryDump.FILENAME,
                        ToIPSummaryDump.FIELDS,
                        ToIPSummaryDump.CONTENTS,
                        ToIPSummaryDump.VERBOSE,
                        ToIPSummaryDump.BANNER,
                        ToIPSummaryDump.MULTIPACKET,
                        ToIPSummaryDump.BAD_PACKETS)
                .withExample("FromDump(in.pcap, FORCE_IP true) -> ToIPSummaryDump(-, FIELDS ip_src ip_dst ip_proto)"));
    }
}
