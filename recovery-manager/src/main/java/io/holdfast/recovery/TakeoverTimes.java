package io.holdfast.recovery;

/**
 * How a replica became master.
 *
 * @param detection how the failure was noticed
 * @param detectedNs when; monotonic, as the others
 * @param replayedNs when the recovery line was reached
 */
record TakeoverTimes(String detection, long detectedNs, long replayedNs) {}
