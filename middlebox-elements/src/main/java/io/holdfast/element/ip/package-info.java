/** Elements for IPv4 headers (RFC 791, RFC 1812). */
package io.holdfast.element.ip;
