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
                        FromDump.STOP,
                        FromDump.ACTIVE,
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
    }
}
