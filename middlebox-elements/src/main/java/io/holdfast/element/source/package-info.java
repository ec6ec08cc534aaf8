/** Elements that make packets of their own. */
package io.holdfast.element.source;
