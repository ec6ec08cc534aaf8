/** Files of packets and of lines about packets, as sources and as sinks. */
package io.holdfast.element.trace;
