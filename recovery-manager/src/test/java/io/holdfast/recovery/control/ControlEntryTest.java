package io.holdfast.recovery.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.recovery.control.ControlEntry.Kind;
import io.holdfast.recovery.worm.RegisterValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ControlEntryTest {
    @Test
    void shouldComeBackAsItWas() {
        for (final Kind kind : Kind.values()) {
            final ControlEntry entry = new ControlEntry(1_700_000_000_000L, "a", kind, "because");
            assertEquals(entry, ControlEntry.of(entry.toValue()));
        }
    }

    @Test
    void shouldShortenTextThatIsTooLong() {
        final ControlEntry entry = new ControlEntry(1, "a", Kind.DRAIN, "ü".repeat(1000));
        assertEquals(ControlEntry.MOST_TEXT_BYTES, entry.text().getBytes(StandardCharsets.UTF_8).length);
        assertEquals(entry, ControlEntry.of(entry.toValue()));
    }

    @Test
    void shouldReadNothingElse() {
        final byte[] bytes =
                new ControlEntry(1, "a", Kind.SWITCHOVER, "x").toValue().bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertNull(ControlEntry.of(RegisterValue.of(java.util.Arrays.copyOf(bytes, length))), "length " + length);
        }
        bytes[0]++;
        assertNull(ControlEntry.of(RegisterValue.of(bytes)));
    }

    @Test
    void shouldSayWhoDidWhatWhenAndWhy() {
        final String text = new ControlEntry(0, "a", Kind.SWITCHOVER, "new disk").toString();
        assertEquals("1970-01-01T00:00:00Z a was asked to hand over: new disk", text);
        assertTrue(new ControlEntry(0, "a", Kind.UNDRAIN, "").toString().endsWith("was let in again"));
    }
}
