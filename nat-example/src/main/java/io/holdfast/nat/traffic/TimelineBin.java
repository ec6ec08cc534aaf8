package io.holdfast.nat.traffic;

/**
 * The answers that arrived in one short stretch of time.
 *
 * @param startNs of {@code System.nanoTime}; the bin is {@code [startNs, startNs + Timeline.BIN_NS)}
 * @param messages answered and verified in it
 * @param medianNs round trip of the middle one
 * @param highestNs round trip of the slowest one
 */
public record TimelineBin(long startNs, int messages, long medianNs, long highestNs) {}
