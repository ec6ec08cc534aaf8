package io.holdfast.perf.report;

/** Which way a figure is good. */
public enum Better {
    HIGHER,
    LOWER
}
