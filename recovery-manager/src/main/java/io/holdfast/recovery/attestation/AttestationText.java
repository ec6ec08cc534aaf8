package io.holdfast.recovery.attestation;

import java.util.Locale;

/** Shows a graph to people, as text or for Graphviz. */
public final class AttestationText {
    private static final double NS_PER_MS = 1e6;

    private AttestationText() {}

    /**
     * One line for each attestation.
     *
     * @param epochNs wall clock of now, for how long each still holds
     */
    public static String lines(final AttestationGraph graph, final long epochNs) {
        final StringBuilder text = new StringBuilder();
        text.append("group ").append(graph.group()).append(": ").append(String.join(", ", graph.members()));
        text.append('\n');
        for (final Attestation attestation : graph.attestations()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s says of %s: %s (for %.0f ms more, number %d)%n",
                    attestation.attester(),
                    attestation.attestee(),
                    attestation.finding().text(),
                    (attestation.expiryNs() - epochNs) / NS_PER_MS,
                    attestation.number()));
        }
        text.append("parts:");
        graph.questions().strongParts().forEach(part -> text.append(' ').append(part));
        return text.append('\n').toString();
    }

    /** A digraph in Graphviz' language; what withdraws is dashed, and says why. */
    public static String graphviz(final AttestationGraph graph) {
        final StringBuilder text =
                new StringBuilder("digraph ").append(quoted(graph.group())).append(" {\n");
        graph.members()
                .forEach(member -> text.append("  ").append(quoted(member)).append(";\n"));
        for (final Attestation attestation : graph.attestations()) {
            text.append("  ").append(quoted(attestation.attester()));
            text.append(" -> ").append(quoted(attestation.attestee()));
            if (!attestation.vouches()) {
                text.append(" [style=dashed, label=")
                        .append(quoted(attestation.finding().text()));
                text.append(']');
            }
            text.append(";\n");
        }
        return text.append("}\n").toString();
    }

    private static String quoted(final String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
