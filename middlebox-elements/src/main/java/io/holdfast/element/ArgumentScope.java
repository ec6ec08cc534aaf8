package io.holdfast.element;

/** What names in the arguments of one element mean. */
public interface ArgumentScope {
    /** Name of the element whose arguments are read. */
    String elementName();

    /** Names of addresses and ports that hold here. */
    GraphNames names();

    /** The element that a name means here: that of the innermost compound that has one; null if there is none. */
    Element element(String name);

    /** Tells of something that is no fault. */
    void warn(String message);
}
