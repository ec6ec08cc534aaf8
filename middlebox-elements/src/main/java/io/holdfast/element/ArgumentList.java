package io.holdfast.element;

import io.holdfast.element.click.ConfigurationText;
import io.holdfast.element.click.ConfigurationValues;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of one element, as split from its configuration string. */
final class ArgumentList implements Arguments {
    private static final Pattern KEYWORD = Pattern.compile("([A-Za-z_][A-Za-z0-9_:.?!]*)\\s+(\\S.*)", Pattern.DOTALL);

    private final List<String> arguments;
    private final BitSet taken;
    private final Consumer<String> faults;
    private final boolean keywordsOnly;
    private final ArgumentScope scope;

    /**
     * Takes split arguments.
     *
     * @param arguments with their quotes
     * @param faults takes messages, such as {@code COLOR: required argument missing}
     */
    ArgumentList(final List<String> arguments, final Consumer<String> faults) {
        this(arguments, faults, new NoNames());
    }

    /** Takes split arguments in which names mean something. */
    ArgumentList(final List<String> arguments, final Consumer<String> faults, final ArgumentScope scope) {
        this(arguments, new BitSet(), faults, false, scope);
    }

    private ArgumentList(
            final List<String> arguments,
            final BitSet taken,
            final Consumer<String> faults,
            final boolean keywordsOnly,
            final ArgumentScope scope) {
        this.arguments = arguments;
        this.taken = taken;
        this.faults = faults;
        this.keywordsOnly = keywordsOnly;
        this.scope = scope;
    }

    @Override
    public <T> T get(final Parameter<T> parameter) {
        final String text = parameter.isPositional()
                ? take(parameter.name(), parameter.isMandatory())
                : takeKeyword(parameter.name());
        if (text == null && parameter.isMandatory()) {
            error(parameter.name() + ": required argument missing");
            return parameter.type().standIn();
        }
        if (text == null && parameter.defaultText().isEmpty()) {
            return parameter.type().standIn();
        }
        try {
            return parameter.type().parse(text == null ? parameter.defaultText() : text, scope);
        } catch (final IllegalArgumentException e) {
            error(parameter.name() + ": " + e.getMessage());
            return parameter.type().standIn();
        }
    }

    @Override
    public boolean isGiven(final Parameter<?> parameter) {
        for (int i = taken.nextClearBit(0); i < arguments.size(); i = taken.nextClearBit(i + 1)) {
            final Matcher matcher = KEYWORD.matcher(arguments.get(i));
            if (matcher.matches() && matcher.group(1).equals(parameter.name())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ArgumentScope scope() {
        return scope;
    }

    @Override
    public Arguments keywords() {
        return new ArgumentList(arguments, taken, faults, true, scope);
    }

    @Override
    public List<String> rest() {
        final List<String> rest = new ArrayList<>();
        for (int i = taken.nextClearBit(0); i < arguments.size(); i = taken.nextClearBit(i + 1)) {
            rest.add(arguments.get(i));
        }
        taken.set(0, arguments.size());
        return rest;
    }

    @Override
    public int remaining() {
        return arguments.size() - taken.cardinality();
    }

    @Override
    public String peek() {
        final int first = taken.nextClearBit(0);
        return first < arguments.size() ? arguments.get(first) : null;
    }

    @Override
    public String mandatoryWord(final String name) {
        return wordOf(name, mandatory(name), "");
    }

    @Override
    public int mandatoryInteger(final String name, final int minimum, final int maximum) {
        return integerOf(name, mandatory(name), minimum, maximum, minimum);
    }

    @Override
    public int mandatoryIpAddress(final String name) {
        final String text = mandatory(name);
        final OptionalInt address =
                text == null ? OptionalInt.of(0) : scope.names().ip(scope.elementName(), text);
        if (address.isEmpty()) {
            error(name + ": parse error");
        }
        return address.orElse(0);
    }

    @Override
    public long mandatoryEtherAddress(final String name) {
        final String text = mandatory(name);
        final OptionalLong address =
                text == null ? OptionalLong.of(0) : scope.names().ether(scope.elementName(), text);
        if (address.isEmpty()) {
            error(name + ": parse error");
        }
        return address.orElse(0);
    }

    @Override
    public String word(final String name, final String defaultValue) {
        return wordOf(name, optional(name), defaultValue);
    }

    @Override
    public int integer(final String name, final int minimum, final int maximum, final int defaultValue) {
        return integerOf(name, optional(name), minimum, maximum, defaultValue);
    }

    @Override
    public boolean bool(final String name, final boolean defaultValue) {
        final String text = optional(name);
        if (text == null) {
            return defaultValue;
        }
        final OptionalInt value = ConfigurationValues.bool(text);
        if (value.isEmpty()) {
            error(name + ": parse error");
            return defaultValue;
        }
        return value.getAsInt() != 0;
    }

    @Override
    public long durationNs(final String name, final long defaultNs) {
        final String text = optional(name);
        if (text == null) {
            return defaultNs;
        }
        final OptionalLong value = ConfigurationValues.durationNs(text);
        if (value.isEmpty()) {
            error(name + ": parse error");
        }
        return value.orElse(defaultNs);
    }

    @Override
    public String keyword(final String name) {
        return takeKeyword(name);
    }

    @Override
    public void error(final String message) {
        faults.accept(message);
    }

    @Override
    public void finish() {
        boolean tooMany = false;
        for (final String argument : rest()) {
            final Matcher matcher = KEYWORD.matcher(argument);
            if (matcher.matches()) {
                error(matcher.group(1) + ": unknown argument");
            } else {
                tooMany = true;
            }
        }
        if (tooMany) {
            error("too many arguments");
        }
    }

    private String mandatory(final String name) {
        final String value = take(name, true);
        if (value == null) {
            error(name + ": required argument missing");
        }
        return value;
    }

    private String optional(final String name) {
        return take(name, false);
    }

    /** The text of a parameter; null if it is not given. */
    private String take(final String name, final boolean mandatory) {
        final String named = takeKeyword(name);
        final int first = taken.nextClearBit(0);
        if (named != null || keywordsOnly || first >= arguments.size()) {
            return named;
        }
        final String argument = arguments.get(first);
        if (!mandatory && KEYWORD.matcher(argument).matches()) {
            return null;
        }
        taken.set(first);
        return argument;
    }

    /** The text after a keyword; of several, the last counts. */
    private String takeKeyword(final String name) {
        String value = null;
        for (int i = taken.nextClearBit(0); i < arguments.size(); i = taken.nextClearBit(i + 1)) {
            final Matcher matcher = KEYWORD.matcher(arguments.get(i));
            if (matcher.matches() && matcher.group(1).equals(name)) {
                value = matcher.group(2);
                taken.set(i);
            }
        }
        return value;
    }

    private String wordOf(final String name, final String text, final String defaultValue) {
        if (text == null) {
            return defaultValue;
        }
        if (ConfigurationText.words(text).size() > 1) {
            error(name + ": parse error");
            return defaultValue;
        }
        return ConfigurationText.unquote(text);
    }

    private int integerOf(
            final String name, final String text, final int minimum, final int maximum, final int defaultValue) {
        if (text == null) {
            return defaultValue;
        }
        final OptionalLong value = ConfigurationValues.integer(text);
        if (value.isEmpty()) {
            error(name + ": invalid number");
            return defaultValue;
        }
        if (value.getAsLong() < minimum || value.getAsLong() > maximum) {
            error(name + ": out of range, bound " + (value.getAsLong() < minimum ? minimum : maximum));
            return defaultValue;
        }
        return (int) value.getAsLong();
    }

    /** The scope of arguments that stand alone. */
    private record NoNames() implements ArgumentScope {
        @Override
        public String elementName() {
            return "";
        }

        @Override
        public GraphNames names() {
            return GraphNames.NONE;
        }

        @Override
        public Element element(final String name) {
            return null;
        }

        @Override
        public void warn(final String message) {}
    }
}
