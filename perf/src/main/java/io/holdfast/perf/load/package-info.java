/**
 * The load generator and the meter, over packet-io itself: what is sent, and what every packet that comes back must be.
 *
 * <p>A {@link io.holdfast.perf.load.LoadGenerator} is one thread: it writes frames of a {@link
 * io.holdfast.perf.load.TrafficPlan}, sends them by a {@link io.holdfast.perf.load.LoadPort}, and hands every frame that
 * comes back to a {@link io.holdfast.perf.load.Meter}.
 */
package io.holdfast.perf.load;
