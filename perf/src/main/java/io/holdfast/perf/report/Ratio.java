package io.holdfast.perf.report;

/**
 * How two figures of one result stand to each other.
 *
 * @param name what it says
 * @param interval of the ratio, rounds that took turns compared pairwise
 */
public record Ratio(String name, Interval interval) {}
