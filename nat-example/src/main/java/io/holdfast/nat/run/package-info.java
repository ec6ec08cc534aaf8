/** The driver of {@code holdfast run}: one graph on one thread, with its handlers, control sockets and clock. */
package io.holdfast.nat.run;
