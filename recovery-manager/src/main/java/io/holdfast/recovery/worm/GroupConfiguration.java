package io.holdfast.recovery.worm;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The settings that a group has in common, as a replicated state machine: names and values, with a version that counts
 * changes. A change names the version that it was made for and is refused if there is a newer one.
 */
public final class GroupConfiguration implements StateMachine {
    /** Settings that a group may have. */
    public static final int MOST_SETTINGS = 256;

    private static final int MOST_TEXT_BYTES = 512;

    private final SortedMap<String, String> settings = new TreeMap<>();
    private long version;
    private String fault = "";

    /** The command that changes one setting; an empty value removes it. */
    public static RegisterValue change(final long expectedVersion, final String name, final String value) {
        return RegisterValue.owning(new WireWriter()
                .putLong(expectedVersion)
                .putText(name)
                .putText(value)
                .toBytes());
    }

    @Override
    public RegisterValue apply(final long position, final RegisterValue command) {
        final WireReader in = new WireReader(new UnsafeBuffer(command.shared()), 0, command.lengthBytes());
        final long expected = in.readLong();
        final String name = in.readText(MOST_TEXT_BYTES);
        final String value = in.readText(MOST_TEXT_BYTES);
        fault = fault(in.isWhole(), expected, name);
        if (!fault.isEmpty()) {
            return RegisterValue.of(fault);
        }
        version++;
        if (value.isEmpty()) {
            settings.remove(name);
        } else {
            settings.put(name, value);
        }
        return RegisterValue.of("version " + version);
    }

    private String fault(final boolean isWhole, final long expected, final String name) {
        if (!isWhole || name.isEmpty()) {
            return "refused: this is no change of a setting";
        }
        if (expected != version) {
            return "refused: made for version " + expected + ", the version is " + version;
        }
        if (settings.size() >= MOST_SETTINGS && !settings.containsKey(name)) {
            return "refused: there are " + MOST_SETTINGS + " settings already";
        }
        return "";
    }

    /** Changes since the beginning. */
    public long version() {
        return version;
    }

    public SortedMap<String, String> settings() {
        return Collections.unmodifiableSortedMap(settings);
    }
}
