/** Elements that set notes beside packets or act on them. */
package io.holdfast.element.annotation;
