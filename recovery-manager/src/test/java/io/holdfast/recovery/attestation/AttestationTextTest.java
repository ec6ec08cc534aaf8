package io.holdfast.recovery.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttestationTextTest {
    private static final List<String> MEMBERS = List.of("m", "r", "w");

    private static AttestationGraph graph() {
        return new AttestationGraph(
                "pair",
                MEMBERS,
                List.of(
                        new Attestation("pair", "r", 1, "m", 1, 7, 0, 50_000_000, Finding.WORKS),
                        new Attestation("pair", "w", 1, "m", 1, 8, 0, 50_000_000, Finding.STUCK),
                        new Attestation("pair", "w", 1, "stranger", 1, 8, 0, 50_000_000, Finding.STUCK)));
    }

    @Test
    void shouldShowTheGraphAsLines() {
        assertEquals("""
                group pair: m, r, w
                r says of m: works (for 30 ms more, number 7)
                w says of m: stuck (for 30 ms more, number 8)
                """, AttestationText.lines(graph(), 20_000_000).replaceAll("parts:.*\n", ""));
    }

    @Test
    void shouldShowTheGraphForGraphviz() {
        assertEquals("""
                digraph "pair" {
                  "m";
                  "r";
                  "w";
                  "r" -> "m";
                  "w" -> "m" [style=dashed, label="stuck"];
                }
                """, AttestationText.graphviz(graph()));
    }
}
