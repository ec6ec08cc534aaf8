/** Elements that change which bytes a packet has. */
package io.holdfast.element.data;
