package io.holdfast.recovery.worm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the journal of an acceptor without changing it, also that of a running one: for people.
 *
 * <p>One acceptor may not know that something was decided, and may hold what was not: {@link Entry#isDecided} tells.
 */
public final class JournalReader {
    private final String owner;
    private final RegisterStore store;
    private final long lengthBytes;
    private final long tornBytes;

    private JournalReader(final String owner, final RegisterStore store, final long lengthBytes, final long tornBytes) {
        this.owner = owner;
        this.store = store;
        this.lengthBytes = lengthBytes;
        this.tornBytes = tornBytes;
    }

    /**
     * What a register holds.
     *
     * @param offset of the register in its segment
     * @param isDecided whether this acceptor knows that the value was decided
     */
    public record Entry(int offset, RegisterValue value, boolean isDecided) {}

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws JournalFault if it is no journal, or damaged
     */
    public static JournalReader read(final Path file) throws IOException {
        final byte[] content = Files.readAllBytes(file);
        final RegisterStore store = new RegisterStore();
        final Journal.Contents read = Journal.readOnly(content, frame -> {
            if (!store.apply(frame)) {
                throw new JournalFault(file + " has a frame that makes no sense");
            }
        });
        return new JournalReader(read.owner(), store, read.lengthBytes(), content.length - read.lengthBytes());
    }

    /** What is held in a segment, in order. */
    public List<Entry> segment(final int segment) {
        final List<Entry> entries = new ArrayList<>();
        for (int offset = store.trimmedEnd(segment); offset < RegisterRange.SEGMENT_CAPACITY; offset++) {
            final RegisterState state = store.get(segment, offset);
            if (state != null && state.isHeld()) {
                entries.add(new Entry(offset, state.value, state.decided));
            }
        }
        return entries;
    }

    /** Whose it is. */
    public String owner() {
        return owner;
    }

    /** Of what is whole. */
    public long lengthBytes() {
        return lengthBytes;
    }

    /** Behind that: what a crash has left, or what is being written. */
    public long tornBytes() {
        return tornBytes;
    }
}
