/** Elements that choose an output and a gateway by routes. */
package io.holdfast.element.route;
