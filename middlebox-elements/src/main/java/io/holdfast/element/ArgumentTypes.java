package io.holdfast.element;

import io.holdfast.element.click.ConfigurationText;
import io.holdfast.element.click.ConfigurationValues;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** The kinds of values that configurations write (Click's argument types). */
public final class ArgumentTypes {
    private static final String PARSE_ERROR = "parse error";

    /** {@code true}, {@code no}, {@code 1} and the like. */
    public static final ArgumentType<Boolean> BOOL = new Simple<>("boolean", false, (text, scope) -> {
        final OptionalInt value = ConfigurationValues.bool(text);
        return require(value.isPresent(), PARSE_ERROR) && value.getAsInt() != 0;
    });

    /** A number with a point. */
    public static final ArgumentType<Double> REAL = new Simple<>("number", 0.0, (text, scope) -> {
        require(text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?"), "invalid number");
        return Double.parseDouble(text);
    });

    /** A time, in nanoseconds; seconds if there is no unit. */
    public static final ArgumentType<Long> DURATION_NS = new Simple<>("time", 0L, (text, scope) -> {
        final OptionalLong value = ConfigurationValues.durationNs(text);
        require(value.isPresent(), PARSE_ERROR);
        return value.getAsLong();
    });

    /** A rate, in bytes per second; bytes if there is no unit, with a warning. */
    public static final ArgumentType<Long> BANDWIDTH = new Simple<>("bandwidth", 0L, ArgumentTypes::bandwidth);

    /** An IPv4 address or a name of one, in host order. */
    public static final ArgumentType<Integer> IP = new Simple<>("IP address", 0, (text, scope) -> {
        final OptionalInt value = scope.names().ip(scope.elementName(), text);
        require(value.isPresent(), PARSE_ERROR);
        return value.getAsInt();
    });

    /** An IPv4 prefix: {@code 10.0.0.0/8}, {@code 10/8}, {@code 10.0.0.0/255.0.0.0}; an address alone is one of 32 bits. */
    public static final ArgumentType<IpPrefix> IP_PREFIX =
            new Simple<>("IP prefix", new IpPrefix(0, 0), (text, scope) -> {
                final IpPrefix value = scope.names().prefix(scope.elementName(), text, true);
                require(value != null, PARSE_ERROR);
                return value;
            });

    /** An Ethernet address or a name of one, in the low 48 bits. */
    public static final ArgumentType<Long> ETHER = new Simple<>("Ethernet address", 0L, (text, scope) -> {
        final OptionalLong value = scope.names().ether(scope.elementName(), text);
        require(value.isPresent(), PARSE_ERROR);
        return value.getAsLong();
    });

    /** A TCP or UDP port, or a service's name. */
    public static final ArgumentType<Integer> TCP_UDP_PORT = new Simple<>("port", 0, (text, scope) -> {
        final OptionalInt value = scope.names().port(scope.elementName(), text);
        require(value.isPresent(), PARSE_ERROR);
        return value.getAsInt();
    });

    /** A packet annotation by name ({@code PAINT}) or offset. */
    public static final ArgumentType<Annotation> ANNOTATION =
            new Simple<>("annotation", new Annotation(0, 1), (text, scope) -> {
                final Annotation value = Annotation.parse(text);
                require(value != null, PARSE_ERROR);
                return value;
            });

    /** One word, without its quotes. */
    public static final ArgumentType<String> WORD = new Simple<>("word", "", (text, scope) -> {
        require(ConfigurationText.words(text).size() <= 1, PARSE_ERROR);
        return ConfigurationText.unquote(text);
    });

    /** A text, without its quotes. */
    public static final ArgumentType<String> STRING =
            new Simple<>("string", "", (text, scope) -> ConfigurationText.unquote(text));

    /** A text as it stands, quotes included. */
    public static final ArgumentType<String> TEXT = new Simple<>("text", "", (text, scope) -> text);

    /** A file's name; {@code ~/} is the home directory. */
    public static final ArgumentType<String> FILENAME = new Simple<>("file name", "", (text, scope) -> {
        final String name = ConfigurationText.unquote(text);
        require(!name.isEmpty(), PARSE_ERROR);
        return name.startsWith("~/") ? System.getProperty("user.home", "") + name.substring(1) : name;
    });

    private ArgumentTypes() {}

    /** A whole number in [minimum, maximum]. */
    public static ArgumentType<Integer> integer(final int minimum, final int maximum) {
        return new Simple<>(
                "integer",
                Math.clamp(0, minimum, maximum),
                (text, scope) -> Math.toIntExact(wholeNumber(text, minimum, maximum)));
    }

    /** A whole number of 64 bits in [minimum, maximum]. */
    public static ArgumentType<Long> longInteger(final long minimum, final long maximum) {
        return new Simple<>(
                "integer", Math.clamp(0L, minimum, maximum), (text, scope) -> wholeNumber(text, minimum, maximum));
    }

    /** An element of a class, by name. */
    public static <E> ArgumentType<E> element(final Class<E> type, final String className) {
        return new Simple<>(className + " element", null, (text, scope) -> {
            final Element found = scope.element(ConfigurationText.unquote(text));
            require(found != null, "does not name an element");
            require(type.isInstance(found), "element is not a " + className);
            return type.cast(found);
        });
    }

    private static long wholeNumber(final String text, final long minimum, final long maximum) {
        final OptionalLong value = ConfigurationValues.integer(text);
        require(value.isPresent(), "invalid number");
        final long number = value.getAsLong();
        require(
                number >= minimum && number <= maximum,
                "out of range, bound " + (number < minimum ? minimum : maximum));
        return number;
    }

    private static long bandwidth(final String text, final ArgumentScope scope) {
        final OptionalLong value = ConfigurationValues.bandwidthBytes(text);
        require(value.isPresent(), PARSE_ERROR);
        if (text.matches("[0-9.]*")) {
            scope.warn("no units for bandwidth argument " + text + ", assuming Bps");
        }
        return value.getAsLong();
    }

    private static boolean require(final boolean condition, final String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
        return true;
    }

    private record Simple<T>(String word, T standIn, BiFunction<String, ArgumentScope, T> reader)
            implements ArgumentType<T> {
        @Override
        public T parse(final String text, final ArgumentScope scope) {
            return reader.apply(text, scope);
        }
    }
}
