package io.holdfast.nat.drill;

/**
 * What is plotted of one stretch of 10 ms.
 *
 * @param startMs of the bin, relative to the kill
 * @param messagesPerSecond answered in it
 * @param medianMs round trip; 0 if nothing was answered
 * @param highestMs round trip; 0 if nothing was answered
 */
record PlotBin(double startMs, double messagesPerSecond, double medianMs, double highestMs) {}
