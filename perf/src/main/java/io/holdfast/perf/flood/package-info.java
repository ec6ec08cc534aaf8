/** A stranger on the segment between the nodes, who has no key and sends as much as he can. */
package io.holdfast.perf.flood;
