package io.holdfast.recovery;

import io.holdfast.packet.NativeMemory;

/**
 * Where a snapshot keeps what is about to change: blocks of memory that are taken and touched beforehand, one at a time,
 * because fresh memory costs a page fault for each 4 KiB, which is more than copying them. Given back one at a time
 * for the same reason.
 */
final class AsideMemory {
    private static final long BLOCK_BYTES = 512 << 10;
    private static final long LINE_BYTES = 64;

    private final long blockBytes;
    private final long[] blocks;
    private int preparedCount;
    private int block;
    private long used;
    private int releasedCount;

    /** Memory for every piece once; nothing is taken yet. */
    AsideMemory(final StatePieces pieces) {
        long largest = 1;
        for (int piece = 0; piece < pieces.count(); piece++) {
            largest = Math.max(largest, aligned(pieces.lengthBytes(piece)));
        }
        blockBytes = Math.max(BLOCK_BYTES, 2 * largest);
        final long total = pieces.totalBytes() + pieces.count() * LINE_BYTES;
        blocks = new long[(int) (total / (blockBytes - largest) + 1)];
    }

    private static long aligned(final long bytes) {
        return bytes + LINE_BYTES - 1 & -LINE_BYTES;
    }

    /** Takes another block; returns false if all are taken. */
    boolean prepare() {
        if (preparedCount == blocks.length) {
            return false;
        }
        blocks[preparedCount++] = NativeMemory.allocate(blockBytes);
        return true;
    }

    /** Address of so many bytes; together they are no more than the pieces'. Any thread may take. */
    synchronized long take(final long lengthBytes) {
        if (used + lengthBytes > blockBytes) {
            block++;
            used = 0;
        }
        final long address = blocks[block] + used;
        used += aligned(lengthBytes);
        return address;
    }

    /** Gives back a block; returns false if none is left. */
    boolean release() {
        if (releasedCount == preparedCount) {
            return false;
        }
        NativeMemory.release(blocks[releasedCount++]);
        return true;
    }
}
