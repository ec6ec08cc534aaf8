package io.holdfast.element.filter;

import io.holdfast.element.click.WellKnownNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A name of a pattern and what it stands for.
 *
 * @param field that takes it as a value
 * @param value number
 */
record NameMatch(Field field, int value) {
    private record Source(Field field, Map<String, Integer> names, List<Integer> protocols) {}

    private static final List<Source> SOURCES = List.of(
            new Source(Field.PROTOCOL, FilterNames.PROTOCOLS, List.of()),
            new Source(
                    Field.PORT,
                    WellKnownNames.PORTS,
                    List.of(Protocols.UNKNOWN, Protocols.TCP, Protocols.UDP, Protocols.TCP_OR_UDP)),
            new Source(
                    Field.TCP_FLAGS,
                    FilterNames.TCP_FLAGS,
                    List.of(Protocols.UNKNOWN, Protocols.TCP, Protocols.TCP_OR_UDP)),
            new Source(Field.ICMP_TYPE, WellKnownNames.ICMP_TYPES, List.of(Protocols.UNKNOWN, Protocols.ICMP)));

    /**
     * Looks a word up.
     *
     * @param kind of the field that was named, {@link Field.Kind#NONE} if none was
     * @param protocol that was named
     * @return null if the word is no name at all
     */
    static NameMatch of(final String word, final Field.Kind kind, final int protocol) throws PatternException {
        final List<NameMatch> fitting = new ArrayList<>();
        final List<String> known = new ArrayList<>();
        for (final Source source : SOURCES) {
            final Integer value = source.names().get(word);
            if (value == null) {
                continue;
            }
            known.add("'" + source.field().name() + " " + word + "'");
            final boolean isFieldRight =
                    kind == Field.Kind.NONE || kind == source.field().kind();
            if (isFieldRight
                    && (source.protocols().isEmpty() || source.protocols().contains(protocol))) {
                fitting.add(new NameMatch(source.field(), value));
            }
        }
        if (known.isEmpty()) {
            return null;
        }
        if (fitting.size() != 1) {
            throw new PatternException("'" + word + "' is " + (fitting.isEmpty() ? "meaningless" : "ambiguous")
                    + "; try " + String.join(", ", known));
        }
        return fitting.getFirst();
    }
}
