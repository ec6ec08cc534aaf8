package io.holdfast.element;

import java.util.function.Supplier;

/**
 * An element class as configurations know it.
 *
 * @param name in configurations
 * @param portCounts allowed, as in Click: {@code 1/1-2}
 * @param description in one line
 * @param supplier makes an element
 */
public record ElementClass(String name, String portCounts, String description, Supplier<Element> supplier) {}
