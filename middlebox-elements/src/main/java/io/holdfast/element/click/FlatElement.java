package io.holdfast.element.click;

import java.util.List;

/**
 * One element of a flat configuration.
 *
 * @param name in the graph, such as {@code nat/rw}
 * @param className of the element class, which {@link ClickLanguage} was told to be known
 * @param configuration text between the parentheses, variables replaced
 * @param landmark {@code file:line} of the declaration
 * @param offset of the declaration in the text, by which messages are put in order
 */
public record FlatElement(String name, String className, String configuration, String landmark, int offset) {
    public List<String> arguments() {
        return ConfigurationText.arguments(configuration);
    }

    /** How messages call it: {@code name :: Class}. */
    public String printableName() {
        return name + " :: " + className;
    }
}
