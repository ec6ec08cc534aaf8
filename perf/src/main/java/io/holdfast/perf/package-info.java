/** Measurements: JMH benchmarks of single steps of a packet's way, run by {@code scripts/jmh}. */
package io.holdfast.perf;
