package io.holdfast.nat.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.FailoverSettings;
import io.holdfast.recovery.IntegerSetting;
import io.holdfast.recovery.LogOnDisk;
import io.holdfast.recovery.LogSettings;
import io.holdfast.recovery.NodeSettings;
import io.holdfast.recovery.group.GroupSettings;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/SETTINGS.md says what the code does. */
class SettingsPageTest {
    @Test
    void shouldGiveEveryNumberItsDefaultAndLimits() throws Exception {
        final Map<String, String[]> rows = rows();
        for (final IntegerSetting setting : settings()) {
            final String[] row = rows.get(setting.name());
            assertTrue(row != null, setting.name() + " is not in docs/SETTINGS.md");
            assertEquals(Integer.toString(setting.defaultValue()), row[2], setting.name() + ": default");
            final String limits = row[3];
            final String range = setting.minimum() == setting.maximum()
                    ? Integer.toString(setting.minimum())
                    : setting.minimum() + " to " + setting.maximum();
            assertTrue(
                    limits.replace(" (for ever)", "").startsWith(range),
                    setting.name() + ": limits " + range + ": " + limits);
            assertEquals(setting.powerOfTwo(), limits.contains("power of two"), setting.name() + ": power of two");
        }
    }

    private static List<IntegerSetting> settings() throws IllegalAccessException {
        final List<IntegerSetting> all = new ArrayList<>();
        for (final Class<?> type : List.of(
                NodeSettings.class, LogSettings.class, LogOnDisk.class, FailoverSettings.class, GroupSettings.class)) {
            for (final Field field : type.getFields()) {
                if (field.getType() == IntegerSetting.class) {
                    all.add((IntegerSetting) field.get(null));
                }
            }
        }
        assertTrue(all.size() >= 10, all.toString());
        return all;
    }

    /** Rows of the page's table by the setting's name; the cells begin at 1. */
    private static Map<String, String[]> rows() throws IOException {
        final Map<String, String[]> rows = new HashMap<>();
        for (final String line : Files.readAllLines(Path.of("../docs/SETTINGS.md"))) {
            final String[] cells = line.split("\\s*\\|\\s*");
            if (cells.length > 4 && cells[1].startsWith("`")) {
                rows.put(cells[1].replace("`", ""), cells);
            }
        }
        return rows;
    }
}
