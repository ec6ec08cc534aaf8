/** The transport between nodes over Aeron UDP; the only place, with recovery, that knows Aeron. */
package io.holdfast.log.aeron;
