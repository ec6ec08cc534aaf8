package io.holdfast.element.source;

import io.holdfast.element.ElementClass;
import io.holdfast.element.ElementClasses;

/** The list of sources. */
public final class SourceElements {
    private SourceElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add(ElementClass.of("InfiniteSource", InfiniteSource::new)
                .withPorts("0/1")
                .withProcessing("a/a")
                .withSummary("makes packets as fast as it may")
                .withParameters(
                        SourceParameters.DATA,
                        SourceParameters.LIMIT,
                        SourceParameters.BURST,
                        SourceParameters.ACTIVE,
                        SourceParameters.LENGTH,
                        SourceParameters.DATASIZE,
                        SourceParameters.STOP,
                        SourceParameters.END_CALL)
                .withExample("InfiniteSource(LIMIT 1000, LENGTH 64, STOP true) -> Discard"));
        classes.add(ElementClass.of("RatedSource", RatedSource::new)
                .withPorts("0/1")
                .withProcessing("a/a")
                .withSummary("makes packets at a rate")
                .withParameters(
                        SourceParameters.DATA,
                        RatedSource.RATE,
                        SourceParameters.LIMIT,
                        SourceParameters.ACTIVE,
                        SourceParameters.LENGTH,
                        SourceParameters.DATASIZE,
                        RatedSource.BANDWIDTH,
                        SourceParameters.STOP,
                        SourceParameters.END_CALL)
                .withExample("RatedSource(\\<0800>, 10, 1000) -> Discard"));
        classes.add(ElementClass.of("TimedSource", TimedSource::new)
                .withPorts("0/1")
                .withProcessing("h/h")
                .withSummary("makes a packet at every interval")
                .withParameters(
                        TimedSource.INTERVAL,
                        SourceParameters.DATA,
                        TimedSource.LIMIT,
                        TimedSource.ACTIVE,
                        TimedSource.INITIAL_DELAY,
                        SourceParameters.LENGTH,
                        SourceParameters.DATASIZE,
                        SourceParameters.STOP,
                        SourceParameters.END_CALL)
                .withExample("TimedSource(1s, hello) -> Print -> Discard"));
        classes.add(ElementClass.of("RandomSource", RandomSource::new)
                .withPorts("0/1")
                .withProcessing("a/a")
                .withSummary("makes packets of random bytes")
                .withParameters(
                        RandomSource.LENGTH,
                        SourceParameters.LIMIT,
                        SourceParameters.BURST,
                        SourceParameters.ACTIVE,
                        SourceParameters.STOP,
                        SourceParameters.END_CALL));
    }
}
