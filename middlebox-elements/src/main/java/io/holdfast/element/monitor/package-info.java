/**
 * Elements that watch: printers, counters, meters, and those that sort by rate or at random.
 *
 * <p>What only people read is soft (statistics). What decides where a packet goes is state, in containers: so a meter's
 * every packet is a change of state, and is logged as one.
 */
package io.holdfast.element.monitor;
