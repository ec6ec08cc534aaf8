package io.holdfast.element;

/**
 * A parameter of an element class: read by {@link Arguments#get}, checked, and shown in the manual, all from here.
 *
 * @param <T> what the element gets
 * @param name by which it is given as a keyword, and which messages show
 * @param kind how it is given
 * @param type of the value
 * @param defaultText of an optional one, as a configuration would write it; empty if there is none
 * @param unit of a number, empty if it has none
 * @param description in one line
 */
public record Parameter<T>(
        String name, Kind kind, ArgumentType<T> type, String defaultText, String unit, String description) {
    /** How a parameter is given. */
    public enum Kind {
        /** By place or keyword, and must be. */
        MANDATORY,
        /** By place or keyword. */
        OPTIONAL,
        /** By keyword, and must be. */
        MANDATORY_KEYWORD,
        /** By keyword. */
        KEYWORD,
        /** All arguments that are left; read by {@link Arguments#rest()}. */
        REST
    }

    public static <T> Parameter<T> mandatory(
            final String name, final ArgumentType<T> type, final String unit, final String description) {
        return new Parameter<>(name, Kind.MANDATORY, type, "", unit, description);
    }

    public static <T> Parameter<T> optional(
            final String name,
            final ArgumentType<T> type,
            final String defaultText,
            final String unit,
            final String description) {
        return new Parameter<>(name, Kind.OPTIONAL, type, defaultText, unit, description);
    }

    public static <T> Parameter<T> mandatoryKeyword(
            final String name, final ArgumentType<T> type, final String unit, final String description) {
        return new Parameter<>(name, Kind.MANDATORY_KEYWORD, type, "", unit, description);
    }

    public static <T> Parameter<T> keyword(
            final String name,
            final ArgumentType<T> type,
            final String defaultText,
            final String unit,
            final String description) {
        return new Parameter<>(name, Kind.KEYWORD, type, defaultText, unit, description);
    }

    /** All arguments that are left. */
    public static Parameter<String> rest(final String name, final String description) {
        return new Parameter<>(name, Kind.REST, ArgumentTypes.TEXT, "", "", description);
    }

    boolean isMandatory() {
        return kind == Kind.MANDATORY || kind == Kind.MANDATORY_KEYWORD;
    }

    boolean isPositional() {
        return kind == Kind.MANDATORY || kind == Kind.OPTIONAL;
    }
}
