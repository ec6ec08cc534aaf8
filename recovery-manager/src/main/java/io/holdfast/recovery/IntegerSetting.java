package io.holdfast.recovery;

/**
 * A whole-number setting: name, default, limits and meaning, written once.
 *
 * @param name in the settings file, such as {@code failover.heartbeatTimeoutMs}
 * @param defaultValue if the file does not give it
 * @param minimum allowed
 * @param maximum allowed
 * @param powerOfTwo whether it must be one
 * @param meaning for people
 */
public record IntegerSetting(
        String name, int defaultValue, int minimum, int maximum, boolean powerOfTwo, String meaning) {
    public static IntegerSetting of(
            final String name, final int defaultValue, final int minimum, final int maximum, final String meaning) {
        return new IntegerSetting(name, defaultValue, minimum, maximum, false, meaning);
    }

    static IntegerSetting powerOfTwo(
            final String name, final int defaultValue, final int minimum, final int maximum, final String meaning) {
        return new IntegerSetting(name, defaultValue, minimum, maximum, true, meaning);
    }

    /** The same with another default. */
    public IntegerSetting withDefault(final int newDefault) {
        return new IntegerSetting(name, newDefault, minimum, maximum, powerOfTwo, meaning);
    }

    /** What is wrong with a value: the rule and the value; null if nothing. */
    public String fault(final long value) {
        if (value < minimum || value > maximum) {
            return name + " must be from " + minimum + " to " + maximum + ": " + value;
        }
        if (powerOfTwo && Long.bitCount(value) != 1) {
            return name + " must be a power of two: " + value;
        }
        return null;
    }
}
