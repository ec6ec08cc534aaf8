/** Elements that packets do not pass: names, scheduling, and programs of handler calls. */
package io.holdfast.element.control;
