package io.holdfast.element.filter;

import io.holdfast.element.ElementClasses;

/** The list of the elements that sort packets by patterns. */
public final class FilterElements {
    private FilterElements() {}

    /** Adds them under their Click names. */
    public static void register(final ElementClasses classes) {
        classes.add("Classifier", "1/-", "sorts packets by their bytes", Classifier::new);
        classes.add("IPClassifier", "1/-", "sorts IP packets by patterns over header fields", IPClassifier::new);
        classes.add("IPFilter", "1/-", "passes or drops IP packets by patterns over header fields", IPFilter::new);
    }
}
