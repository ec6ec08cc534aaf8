/** Elements for TCP (RFC 9293) and UDP (RFC 768) headers. */
package io.holdfast.element.transport;
