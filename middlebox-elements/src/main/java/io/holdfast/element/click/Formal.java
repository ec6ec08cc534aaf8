package io.holdfast.element.click;

/**
 * A parameter of a compound.
 *
 * @param keyword by which it is given; empty if by its place, {@link #REST} if it takes all other arguments
 * @param variable that it sets, without the dollar sign
 */
record Formal(String keyword, String variable) {
    static final String REST = "__REST__";

    boolean isPositional() {
        return keyword.isEmpty();
    }

    boolean isRest() {
        return keyword.equals(REST);
    }
}
