/** Elements for Ethernet frames, VLANs and bridging. */
package io.holdfast.element.ethernet;
