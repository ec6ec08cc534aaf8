/** Elements for ICMP (RFC 792). */
package io.holdfast.element.icmp;
