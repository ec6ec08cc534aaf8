package io.holdfast.element.state;

import io.holdfast.packet.NativeMemory;

/** A zeroed piece of native memory that begins at a cache line. */
final class MemoryBlock implements AutoCloseable {
    static final int CACHE_LINE_BYTES = 64;

    private final long allocation;
    private final long address;
    private final long lengthBytes;

    /**
     * Takes memory.
     *
     * @throws IllegalStateException if there is not as much
     */
    MemoryBlock(final String name, final long lengthBytes) {
        this.lengthBytes = lengthBytes;
        try {
            allocation = NativeMemory.allocate(lengthBytes + CACHE_LINE_BYTES);
        } catch (final OutOfMemoryError e) {
            throw new IllegalStateException(
                    name + " needs " + lengthBytes + " bytes of memory: there is not as much", e);
        }
        address = align(allocation);
    }

    /** Rounds up to whole cache lines. */
    static long align(final long bytes) {
        return bytes + CACHE_LINE_BYTES - 1 & -CACHE_LINE_BYTES;
    }

    long address() {
        return address;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void close() {
        NativeMemory.release(allocation);
    }
}
