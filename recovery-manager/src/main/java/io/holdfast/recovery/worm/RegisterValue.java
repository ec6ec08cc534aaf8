package io.holdfast.recovery.worm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What a register holds: bytes that never change. */
public final class RegisterValue {
    private static final int SHOWN_BYTES = 24;

    private final byte[] bytes;

    private RegisterValue(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** A value of a copy of these bytes. */
    public static RegisterValue of(final byte[] bytes) {
        return new RegisterValue(bytes.clone());
    }

    /** A value of bytes that nobody else keeps. */
    static RegisterValue owning(final byte[] bytes) {
        return new RegisterValue(bytes);
    }

    public static RegisterValue of(final String text) {
        return new RegisterValue(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes themselves, not to be changed. */
    byte[] shared() {
        return bytes;
    }

    public int lengthBytes() {
        return bytes.length;
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof RegisterValue value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        final int shown = Math.min(bytes.length, SHOWN_BYTES);
        return bytes.length + " bytes " + HexFormat.of().formatHex(bytes, 0, shown)
                + (shown < bytes.length ? "..." : "");
    }
}
