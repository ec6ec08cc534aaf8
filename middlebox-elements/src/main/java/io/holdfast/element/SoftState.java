package io.holdfast.element;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field, or a class of such fields, that an element changes while it runs and that is no state: nothing that another node would have to
 * know. The value says why: derived from a container, of use within one push only, or the like.
 *
 * <p>A test refuses any other field that changes after initialization: state lies in the containers of
 * {@link ElementContext}.
 */
@Target({ElementType.FIELD, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface SoftState {
    String value();
}
