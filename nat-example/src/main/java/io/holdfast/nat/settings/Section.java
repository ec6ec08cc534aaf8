package io.holdfast.nat.settings;

import io.holdfast.recovery.IntegerSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the settings file, whose entries are taken one by one; what is wrong is reported and answered with
 * the default, so that all faults are found in one reading.
 */
final class Section {
    private final Node node;
    private final String prefix;
    private final Faults faults;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();

    /**
     * Opens a mapping.
     *
     * @param prefix of its entries' full names: empty, or such as {@code failover.}
     */
    Section(final Node node, final String prefix, final Faults faults) {
        this.node = node;
        this.prefix = prefix;
        this.faults = faults;
        if (node instanceof MappingNode mapping) {
            for (final NodeTuple tuple : mapping.getValue()) {
                enter(tuple);
            }
        } else {
            faults.add(
                    node,
                    (prefix.isEmpty() ? "the settings" : prefix.substring(0, prefix.length() - 1))
                            + " must be a mapping of names to values");
        }
    }

    private void enter(final NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            faults.add(tuple.getKeyNode(), "a setting's name must be a word");
        } else if (entries.put(key.getValue(), tuple.getValueNode()) != null) {
            faults.add(key, prefix + key.getValue() + " must be given once: it is there twice");
        } else {
            keys.put(key.getValue(), key);
        }
    }

    /** All entries, name to text; for sections whose names are free. */
    Map<String, String> texts() {
        final Map<String, String> all = new LinkedHashMap<>();
        entries.keySet().forEach(name -> all.put(name, text(name, "")));
        return all;
    }

    Node where(final String name) {
        return entries.getOrDefault(name, node);
    }

    boolean has(final String name) {
        return entries.containsKey(name);
    }

    /** Text of an entry that must be there; reports and answers empty if it is not. */
    String mandatoryText(final String name) {
        known.add(name);
        if (!entries.containsKey(name)) {
            faults.add(node, prefix + name + " must be given: it is missing");
            return "";
        }
        return text(name, "");
    }

    String text(final String name, final String defaultValue) {
        known.add(name);
        final Node value = entries.get(name);
        if (value == null) {
            return defaultValue;
        }
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        faults.add(value, prefix + name + " must be a single value");
        return defaultValue;
    }

    /** A whole number of this section; the setting's full name begins with the section's prefix. */
    int integer(final IntegerSetting setting) {
        final String name = setting.name().substring(prefix.length());
        final String text = text(name, Integer.toString(setting.defaultValue()));
        try {
            final long value = Long.parseLong(text.replace("_", ""));
            final String fault = setting.fault(value);
            if (fault == null) {
                return (int) value;
            }
            faults.add(where(name), fault + " (" + setting.meaning() + ")");
        } catch (final NumberFormatException e) {
            faults.add(where(name), setting.name() + " must be a whole number: " + text);
        }
        return setting.defaultValue();
    }

    /** One of several words; the first is the default. */
    String choice(final String name, final String... words) {
        final String text = text(name, words[0]);
        if (List.of(words).contains(text)) {
            return text;
        }
        faults.add(where(name), prefix + name + " must be one of " + String.join(", ", words) + ": " + text);
        return words[0];
    }

    /** A section within this one; an empty one if it is not there. */
    Section section(final String name) {
        known.add(name);
        final Node value = entries.get(name);
        return value == null
                ? new Section(new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK), prefix + name + ".", faults)
                : new Section(value, prefix + name + ".", faults);
    }

    /** The items of a list; none if it is not there. */
    List<Node> list(final String name) {
        known.add(name);
        final Node value = entries.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        faults.add(value, prefix + name + " must be a list");
        return List.of();
    }

    /** Reports every entry that nobody took. */
    void finish() {
        for (final Map.Entry<String, Node> key : keys.entrySet()) {
            if (!known.contains(key.getKey())) {
                faults.add(
                        key.getValue(),
                        "unknown setting: " + prefix + key.getKey() + " (known here: "
                                + String.join(", ", new LinkedHashSet<>(known))
                                + ")");
            }
        }
    }

    Optional<Mark> mark() {
        return node.getStartMark();
    }
}
