package io.holdfast.element;

import java.util.List;

/**
 * The configuration arguments of one element, taken one by one; collects every fault.
 *
 * <p>Follows Click's rules: a parameter is given by keyword ({@code WORD value}) or, if positional, by place. Each
 * getter consumes what it returns; a missing or malformed one is reported with the element's landmark and answered
 * with the default. {@link #finish()} reports what nobody took.
 */
public interface Arguments {
    /** The value of a declared parameter; its default if it is not given, its type's stand-in if it is wrong. */
    <T> T get(Parameter<T> parameter);

    /** Whether a parameter is given by keyword; nothing is consumed. */
    boolean isGiven(Parameter<?> parameter);

    /** What names mean in these arguments. */
    ArgumentScope scope();

    /** All positional arguments that are left, unparsed; consumes them. */
    List<String> rest();

    /** Positional arguments not yet taken. */
    int remaining();

    /** What the next parameter that is given by place would get, as it stands; null if nothing is left. */
    String peek();

    String mandatoryWord(String name);

    int mandatoryInteger(String name, int minimum, int maximum);

    /** An IPv4 address in host order. */
    int mandatoryIpAddress(String name);

    /** An Ethernet address in the low 48 bits. */
    long mandatoryEtherAddress(String name);

    String word(String name, String defaultValue);

    int integer(String name, int minimum, int maximum, int defaultValue);

    boolean bool(String name, boolean defaultValue);

    /** A time such as {@code 300}, {@code 10ms}, {@code 2h}, in nanoseconds; a bare number is seconds. */
    long durationNs(String name, long defaultNs);

    /** A keyword-only parameter, as text; null if absent. */
    String keyword(String name);

    /**
     * The same arguments, of which getters take keywords only, never by place. For optional parameters in front of
     * {@link #rest()}.
     */
    Arguments keywords();

    /** Reports a fault of this element's configuration: {@code NAME: message}. */
    void error(String message);

    /** Reports every argument that nobody took. */
    void finish();
}
