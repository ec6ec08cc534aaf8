package io.holdfast.nat.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with a file, each fault with its line. */
final class Faults {
    private record Fault(int line, String text) {}

    private final String file;
    private final List<Fault> faults = new ArrayList<>();

    Faults(final String file) {
        this.file = file;
    }

    void add(final Node where, final String text) {
        add(where.getStartMark(), text);
    }

    void add(final Optional<Mark> where, final String text) {
        faults.add(new Fault(where.map(mark -> mark.getLine() + 1).orElse(1), text));
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /** All faults, by line. */
    List<String> lines() {
        return faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .map(fault -> file + ":" + fault.line() + ": " + fault.text())
                .toList();
    }
}
