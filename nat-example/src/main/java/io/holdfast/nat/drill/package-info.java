/**
 * The drill: run real connections through a pair of nodes, kill the master, and see what breaks.
 *
 * <p>{@link io.holdfast.nat.drill.DrillCommand} is the subcommand; {@link io.holdfast.nat.drill.Drill} runs the rounds;
 * {@link io.holdfast.nat.drill.RoundAnalysis} makes the verdict from what client and server saw; the reports show it.
 */
package io.holdfast.nat.drill;
