package io.holdfast.element.click;

/** Finds the libraries that configurations require. */
@FunctionalInterface
public interface Libraries {
    /** Finds none. */
    Libraries NONE = (fromFile, name) -> null;

    /**
     * Finds a library.
     *
     * @param fromFile file that requires it
     * @param name as it is written there
     * @return null if there is none
     */
    Library find(String fromFile, String name);

    /**
     * A library.
     *
     * @param path by which messages name it, and by which it is known to be included already
     * @param text of it
     */
    record Library(String path, String text) {}
}
