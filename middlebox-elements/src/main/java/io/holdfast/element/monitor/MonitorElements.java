package io.holdfast.element.monitor;

import io.holdfast.element.Element;
import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.Parameter;
import java.util.function.Supplier;

/** The list of elements that watch. */
public final class MonitorElements {
    private MonitorElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        registerPrinters(classes);
        registerMeters(classes);
        registerSamplers(classes);
        registerTimes(classes);
    }

    private static void registerPrinters(final ElementClasses classes) {
        classes.add(ElementClass.of("Print", Print::new)
                .withPorts("1/1")
                .withProcessing("a/a")
                .withSummary("shows each packet's length and first bytes")
                .withParameters(
                        Print.LABEL,
                        Print.MAXLENGTH,
                        Print.CONTENTS,
                        Print.NBYTES,
                        Print.TIMESTAMP,
                        Print.PRINTANNO,
                        Print.HEADROOM,
                        Print.ACTIVE)
                .withExample("FromDevice(eth0) -> Print(in, 64) -> Discard"));
        classes.add(ElementClass.of("IPPrint", IPPrint::new)
                .withPorts("1/1")
                .withProcessing("a/a")
                .withSummary("shows a line for each IP packet")
                .withParameters(
                        IPPrint.LABEL,
                        IPPrint.TIMESTAMP,
                        IPPrint.ID,
                        IPPrint.TTL,
                        IPPrint.TOS,
                        IPPrint.LENGTH,
                        IPPrint.CONTENTS,
                        IPPrint.PAYLOAD,
                        IPPrint.MAXLENGTH,
                        IPPrint.OUTFILE,
                        IPPrint.ACTIVE));
        classes.add(ElementClass.of("EtherPrint", EtherPrint::new)
                .withPorts("1/1")
                .withProcessing("a/a")
                .withSummary("shows a line for each Ethernet frame")
                .withParameters(EtherPrint.LABEL, EtherPrint.TIMESTAMP, EtherPrint.ACTIVE));
        classes.add(ElementClass.of("ARPPrint", ARPPrint::new)
                .withPorts("1/1")
                .withProcessing("a/a")
                .withSummary("shows a line for each ARP packet")
                .withParameters(ARPPrint.LABEL, ARPPrint.ETHER, ARPPrint.TIMESTAMP, ARPPrint.ACTIVE));
    }

    private static void registerMeters(final ElementClasses classes) {
        classes.add(splitter("Meter", () -> new Meter(false), "sorts packets by how many come a second", Meter.RATES)
                .withPorts("1/2-")
                .withExample("Meter(20000) -> Queue; ..."));
        classes.add(splitter(
                        "BandwidthMeter",
                        () -> new Meter(true),
                        "sorts packets by how many bytes come a second",
                        Meter.RATES)
                .withPorts("1/2-")
                .withExample("BandwidthMeter(10MBps)"));
        classes.add(splitter(
                "RatedSplitter",
                () -> new RatedSplitter(false),
                "sends packets to output 0 up to a rate, the others to output 1",
                RatedSplitter.RATE));
        classes.add(splitter(
                "BandwidthRatedSplitter",
                () -> new RatedSplitter(true),
                "sends packets to output 0 up to so many bytes a second, the others to output 1",
                RatedSplitter.BANDWIDTH));
        classes.add(ElementClass.of("Counter", Counter::new)
                .withSummary("counts packets and bytes")
                .withParameters(Counter.COUNT_CALL, Counter.BYTE_COUNT_CALL));
        classes.add(ElementClass.of("AverageCounter", AverageCounter::new)
                .withSummary("counts packets and bytes, with their average rates")
                .withParameters(AverageCounter.IGNORE));
    }

    private static void registerSamplers(final ElementClasses classes) {
        classes.add(splitter(
                "RandomSample",
                RandomSplitter::new,
                "takes a random sample",
                RandomSplitter.SAMPLE,
                RandomSplitter.DROP,
                RandomSplitter.ACTIVE));
        classes.add(splitter("RandomSwitch", RandomSwitch::new, "sends each packet to a random output")
                .withPorts("1/1-"));
        classes.add(splitter(
                        "ProbSplitter",
                        ProbSplitter::new,
                        "sends a random sample to output 1",
                        ProbSplitter.P,
                        ProbSplitter.ACTIVE)
                .withPorts("1/2")
                .withExample("ProbSplitter(0.1)"));
    }

    private static void registerTimes(final ElementClasses classes) {
        classes.add(ElementClass.of("SetTimestamp", SetTimestamp::new)
                .withSummary("sets packets' timestamps")
                .withParameters(SetTimestamp.TIMESTAMP, SetTimestamp.FIRST, SetTimestamp.DELTA));
        classes.add(ElementClass.of("SetTimestampDelta", SetTimestampDelta::new)
                .withSummary("makes packets' timestamps distances in time")
                .withParameters(SetTimestampDelta.TYPE)
                .withExample("SetTimestampDelta(FIRST)"));
        classes.add(ElementClass.of("TimestampAccum", TimestampAccum::new)
                .withSummary("adds up the time since packets' timestamps"));
        classes.add(splitter(
                "TimeFilter", TimeFilter::new, "passes packets of a time span", TimeFilter.START, TimeFilter.END));
    }

    private static ElementClass splitter(
            final String name,
            final Supplier<Element> supplier,
            final String summary,
            final Parameter<?>... parameters) {
        return ElementClass.of(name, supplier)
                .withPorts("1/1-2")
                .withProcessing("h/h")
                .withSummary(summary)
                .withParameters(parameters);
    }
}
