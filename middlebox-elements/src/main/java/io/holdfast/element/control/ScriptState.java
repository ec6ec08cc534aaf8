package io.holdfast.element.control;

import io.holdfast.element.ElementContext;
import io.holdfast.element.LocalState;
import io.holdfast.packet.NativeMemory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a script remembers, in local state.
 *
 * <pre>
 *   0 instruction | 4 steps waited for | 8 status of the last write | 12 bytes of variables | 16 variables
 * </pre>
 *
 * <p>Variables are names and values in UTF-8, each with its length before it. They are read when the script runs on,
 * and written back when it stops to wait.
 */
final class ScriptState {
    /** Bytes that a script's variables may need. */
    static final int MAX_VARIABLE_BYTES = 16_368;

    private static final int INSTRUCTION = 0;
    private static final int STEPS = 4;
    private static final int STATUS = 8;
    private static final int LENGTH = 12;
    private static final int VARIABLES = 16;

    private final LocalState memory;
    private final Map<String, String> variables = new LinkedHashMap<>();

    ScriptState(final ElementContext context) {
        memory = context.localState("script", VARIABLES + MAX_VARIABLE_BYTES);
    }

    int instruction() {
        return NativeMemory.getInt(memory.address() + INSTRUCTION);
    }

    void instruction(final int index) {
        put(INSTRUCTION, index);
    }

    int steps() {
        return NativeMemory.getInt(memory.address() + STEPS);
    }

    void steps(final int count) {
        put(STEPS, count);
    }

    int status() {
        return NativeMemory.getInt(memory.address() + STATUS);
    }

    void status(final int newStatus) {
        put(STATUS, newStatus);
    }

    /** The variables as they are; between {@link #load} and {@link #save}. */
    Map<String, String> variables() {
        return variables;
    }

    /** Reads the variables. */
    void load() {
        variables.clear();
        final byte[] bytes = new byte[NativeMemory.getInt(memory.address() + LENGTH)];
        NativeMemory.copyToArray(memory.address() + VARIABLES, bytes, 0, bytes.length);
        final java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            final String name = next(buffer);
            variables.put(name, next(buffer));
        }
    }

    private static String next(final java.nio.ByteBuffer buffer) {
        final byte[] text = new byte[buffer.getInt()];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /**
     * Writes the variables back.
     *
     * @return false if they need more than {@link #MAX_VARIABLE_BYTES}; they are then as before
     */
    boolean save() {
        final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        variables.forEach((name, value) -> {
            append(bytes, name);
            append(bytes, value);
        });
        if (bytes.size() > MAX_VARIABLE_BYTES) {
            return false;
        }
        put(LENGTH, bytes.size());
        memory.changing();
        NativeMemory.copyFromArray(bytes.toByteArray(), 0, memory.address() + VARIABLES, bytes.size());
        return true;
    }

    private static void append(final java.io.ByteArrayOutputStream bytes, final String text) {
        final byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(java.nio.ByteBuffer.allocate(Integer.BYTES)
                .putInt(encoded.length)
                .array());
        bytes.writeBytes(encoded);
    }

    private void put(final int offset, final int value) {
        if (NativeMemory.getInt(memory.address() + offset) != value) {
            memory.changing();
            NativeMemory.putInt(memory.address() + offset, value);
        }
    }
}
