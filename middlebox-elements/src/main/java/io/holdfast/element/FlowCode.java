package io.holdfast.element;

/**
 * Which inputs' packets may reach which outputs, written as in Click: {@code x/x} (all to all), {@code xy/x}, {@code
 * #/#} (same number), {@code #/[^#]} (any other number).
 *
 * <p>Each side lists a letter, or a set in brackets, for each port; the last one goes on for all further ports.
 */
final class FlowCode {
    private final String[] inputs;
    private final String[] outputs;

    private FlowCode(final String[] inputs, final String[] outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** Reads a code; one without a slash holds for both sides. */
    static FlowCode parse(final String code) {
        final int slash = code.indexOf('/');
        final String inputSide = slash < 0 ? code : code.substring(0, slash);
        return new FlowCode(split(inputSide), split(slash < 0 ? code : code.substring(slash + 1)));
    }

    private static String[] split(final String side) {
        final java.util.List<String> items = new java.util.ArrayList<>();
        int i = 0;
        while (i < side.length()) {
            final int end = side.charAt(i) == '[' ? side.indexOf(']', i) + 1 : i + 1;
            if (end <= i) {
                throw new IllegalArgumentException("not a flow code: " + side);
            }
            items.add(side.substring(i, end));
            i = end;
        }
        return items.isEmpty() ? new String[] {""} : items.toArray(String[]::new);
    }

    boolean connects(final int input, final int output) {
        final String in = inputs[Math.min(input, inputs.length - 1)];
        final String out = outputs[Math.min(output, outputs.length - 1)];
        return in.startsWith("[") ? member(in, out, input, output) : member(out, in, output, input);
    }

    /** Whether a set (or a single letter) of a port has the letter of another port in it. */
    private static boolean member(final String set, final String letter, final int setPort, final int letterPort) {
        final boolean negated = set.startsWith("[^");
        final String members = set.startsWith("[") ? set.substring(negated ? 2 : 1, set.length() - 1) : set;
        boolean found = false;
        for (int i = 0; i < members.length() && !found; i++) {
            found = members.charAt(i) == '#' && letter.equals("#")
                    ? setPort == letterPort
                    : letter.indexOf(members.charAt(i)) >= 0;
        }
        return found != negated;
    }
}
