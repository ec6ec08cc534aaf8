package io.holdfast.element.control;

import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.click.ConfigurationText;
import io.holdfast.element.click.ConfigurationValues;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;

/** The handlers by which scripts calculate and compare. */
final class ScriptArithmetic {
    private ScriptArithmetic() {}

    static void addHandlers(final Handlers handlers) {
        fold(handlers, "add", "sum of numbers", BigDecimal::add);
        fold(handlers, "sub", "first number less the others", BigDecimal::subtract);
        fold(handlers, "mul", "product of numbers", BigDecimal::multiply);
        fold(handlers, "div", "first number divided by the others", ScriptArithmetic::divide);
        fold(
                handlers,
                "idiv",
                "the same, cut to a whole number",
                (a, b) -> divide(a, b).setScale(0, RoundingMode.DOWN));
        fold(handlers, "mod", "rest of a division", (a, b) -> a.remainder(nonZero(b)));
        fold(handlers, "rem", "rest of a division", (a, b) -> a.remainder(nonZero(b)));
        fold(handlers, "min", "least of numbers", BigDecimal::min);
        fold(handlers, "max", "greatest of numbers", BigDecimal::max);
        handlers.readWith(
                "neg", "a number with the other sign", text -> text(number(text).negate()));
        handlers.readWith(
                "abs", "a number without its sign", text -> text(number(text).abs()));
        compare(handlers, "eq", "whether two values are equal", order -> order == 0);
        compare(handlers, "ne", "whether two values differ", order -> order != 0);
        compare(handlers, "lt", "whether the first is less", order -> order < 0);
        compare(handlers, "gt", "whether the first is greater", order -> order > 0);
        compare(handlers, "le", "whether the first is not greater", order -> order <= 0);
        compare(handlers, "ge", "whether the first is not less", order -> order >= 0);
        handlers.readWith("not", "the other truth value", text -> Boolean.toString(!HandlerValues.bool(text)));
        handlers.readWith(
                "and",
                "whether all are true",
                text -> Boolean.toString(words(text).stream().allMatch(HandlerValues::bool)));
        handlers.readWith(
                "or",
                "whether any is true",
                text -> Boolean.toString(words(text).stream().anyMatch(HandlerValues::bool)));
        handlers.readWith("if", "the second of three if the first is true, else the third", ScriptArithmetic::choose);
        handlers.readWith(
                "first",
                "the first word",
                text -> words(text).isEmpty() ? "" : words(text).getFirst());
        handlers.readWith("length", "characters of a text", text -> Integer.toString(text.length()));
        handlers.readWith("unquote", "a text without its quotes", ConfigurationText::unquote);
        handlers.readWith("sprintf", "a format, filled with values", ScriptArithmetic::format);
    }

    private static void fold(
            final Handlers handlers,
            final String name,
            final String description,
            final BinaryOperator<BigDecimal> operator) {
        handlers.readWith(name, description, text -> {
            final List<String> words = words(text);
            return text(words.stream()
                    .map(ScriptArithmetic::number)
                    .reduce(operator)
                    .orElse(BigDecimal.ZERO));
        });
    }

    private static BigDecimal divide(final BigDecimal a, final BigDecimal b) {
        return a.divide(nonZero(b), MathContext.DECIMAL64);
    }

    private static BigDecimal nonZero(final BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new IllegalArgumentException("division by zero");
        }
        return divisor;
    }

    private static void compare(
            final Handlers handlers, final String name, final String description, final IntPredicate test) {
        handlers.readWith(name, description, text -> {
            final List<String> words = words(text);
            if (words.size() != 2) {
                throw new IllegalArgumentException(name + " takes two values");
            }
            final BigDecimal first = numberOrNull(words.get(0));
            final BigDecimal second = numberOrNull(words.get(1));
            final int order =
                    first == null || second == null ? words.get(0).compareTo(words.get(1)) : first.compareTo(second);
            return Boolean.toString(test.test(order));
        });
    }

    private static String choose(final String text) {
        final List<String> words = words(text);
        if (words.size() != 3) {
            throw new IllegalArgumentException("if takes three values");
        }
        return HandlerValues.bool(words.get(0)) ? words.get(1) : words.get(2);
    }

    private static String format(final String text) {
        final List<String> words = words(text);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("sprintf takes a format");
        }
        final Object[] values = new Object[words.size() - 1];
        for (int i = 0; i < values.length; i++) {
            final BigDecimal number = numberOrNull(words.get(i + 1));
            values[i] = number == null
                    ? ConfigurationText.unquote(words.get(i + 1))
                    : number.stripTrailingZeros().scale() <= 0 ? (Object) number.longValue() : (Object) number;
        }
        try {
            return String.format(java.util.Locale.ROOT, ConfigurationText.unquote(words.getFirst()), values);
        } catch (final java.util.IllegalFormatException e) {
            throw new IllegalArgumentException("sprintf: bad format or value: " + e.getMessage(), e);
        }
    }

    private static BigDecimal number(final String word) {
        final BigDecimal number = numberOrNull(word.strip());
        if (number == null) {
            throw new IllegalArgumentException("not a number: '" + word + "'");
        }
        return number;
    }

    private static BigDecimal numberOrNull(final String word) {
        if (word.matches("[+-]?\\d{1,60}\\.\\d{0,60}|[+-]?\\.\\d{1,60}")) {
            return new BigDecimal(word.endsWith(".") ? word + "0" : word);
        }
        final java.util.OptionalLong whole = ConfigurationValues.integer(word);
        return whole.isPresent() ? BigDecimal.valueOf(whole.getAsLong()) : null;
    }

    private static String text(final BigDecimal number) {
        final BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return stripped.toPlainString();
    }

    private static List<String> words(final String text) {
        return ConfigurationText.words(text);
    }
}
