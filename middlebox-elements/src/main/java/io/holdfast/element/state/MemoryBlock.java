package io.holdfast.element.state;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.dpdk.Libc;

/**
 * A zeroed piece of native memory that begins at a cache line.
 *
 * <p>A large one begins at a large page, and asks the kernel for such: a table of a million flows is then behind some
 * hundred entries of the processor's page cache instead of missing it at each look-up.
 */
final class MemoryBlock implements AutoCloseable {
    static final int CACHE_LINE_BYTES = 64;

    /** Size of a large page on x86-64 and, with 4 KiB pages, on AArch64. */
    private static final long LARGE_PAGE_BYTES = 2 << 20;

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
        final boolean isLarge = lengthBytes >= LARGE_PAGE_BYTES;
        final long alignmentBytes = isLarge ? LARGE_PAGE_BYTES : CACHE_LINE_BYTES;
        try {
            allocation = NativeMemory.reserve(lengthBytes + alignmentBytes);
        } catch (final OutOfMemoryError e) {
            throw new IllegalStateException(
                    name + " needs " + lengthBytes + " bytes of memory: there is not as much", e);
        }
        address = allocation + alignmentBytes - 1 & -alignmentBytes;
        if (isLarge) {
            Libc.adviseHugePages(address, lengthBytes);
        }
        NativeMemory.fill(address, lengthBytes, (byte) 0);
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
