package io.holdfast.element.click;

/**
 * An element as it is declared in a scope.
 *
 * @param name within the scope
 * @param type what it is
 * @param configuration raw text between the parentheses, variables not yet replaced
 * @param offset of the declaration in the text
 */
record Declaration(String name, ElementType type, String configuration, int offset) {}
