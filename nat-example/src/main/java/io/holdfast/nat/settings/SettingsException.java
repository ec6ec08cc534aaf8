package io.holdfast.nat.settings;

import java.util.List;

/** A settings file cannot be used; carries every fault as {@code FILE:LINE: rule: value}. */
public final class SettingsException extends Exception {
    private final transient List<String> faults;

    public SettingsException(final List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** One line each, in the order of the file. */
    public List<String> faults() {
        return faults;
    }
}
