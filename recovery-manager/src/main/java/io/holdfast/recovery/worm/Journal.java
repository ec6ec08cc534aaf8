package io.holdfast.recovery.worm;

import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an acceptor has promised and accepted, in a file that survives crashes.
 *
 * <pre>
 *   frame: | u32 magic | u32 payload length | u64 sequence | u32 CRC-32C of the three around it | payload |
 * </pre>
 *
 * <p><b>Theory of operation.</b> One frame is appended and forced at a time, before anybody is told of what it holds. So
 * a crash can only harm the last frame, and nobody depends on that one: it is cut. A frame that is broken while a valid
 * one follows is no crash but damage; what was promised there is lost, and the journal is refused. The first frame
 * says whose journal it is. All rewriting puts a whole new file in the place of the old one.
 *
 * <p>Used by the acceptor's thread.
 */
public final class Journal implements AutoCloseable {
    static final int HEADER_BYTES = 20;

    private static final int MAGIC = 0x48_46_6a_31;
    private static final int MOST_PAYLOAD_BYTES = 1 << 28;

    private final JournalFile file;
    private final String owner;
    private final WireWriter frame = new WireWriter();
    private long nextSequence;
    private long lengthBytes;
    private long cutBytes;
    private boolean hasFailed;

    private Journal(final JournalFile file, final String owner) {
        this.file = file;
        this.owner = owner;
    }

    /**
     * Opens a journal and hands over the payload of each frame, oldest first.
     *
     * @param owner group and member, by which a journal is known
     * @param mayBegin whether an empty file may become a new journal; an acceptor that has lost its journal must not
     *     begin a new one by itself, because it has promised what it does not know any more
     * @throws JournalFault if it is another member's, damaged, or missing
     */
    public static Journal open(
            final JournalFile file, final String owner, final boolean mayBegin, final Consumer<WireReader> frames) {
        final Journal journal = new Journal(file, owner);
        final byte[] content = file.content();
        if (content.length == 0) {
            journal.begin(mayBegin);
        } else {
            journal.read(content, frames);
        }
        return journal;
    }

    /**
     * What was read.
     *
     * @param owner whose journal it is
     * @param lengthBytes of the frames that are whole
     */
    record Contents(String owner, long lengthBytes) {}

    /**
     * Hands over the payload of each frame, oldest first, and changes nothing; a broken last frame is left out.
     *
     * @throws JournalFault if it is no journal
     */
    static Contents readOnly(final byte[] content, final Consumer<WireReader> frames) {
        final UnsafeBuffer buffer = new UnsafeBuffer(content);
        if (!isFrame(buffer, 0, 0)) {
            throw new JournalFault("this is no journal of registers, or its beginning is damaged");
        }
        int length = buffer.getInt(4);
        final String owner = new WireReader(buffer, HEADER_BYTES, length).readText(length);
        int position = HEADER_BYTES + length;
        for (long sequence = 1; isFrame(buffer, position, sequence); sequence++) {
            length = buffer.getInt(position + 4);
            frames.accept(new WireReader(buffer, position + HEADER_BYTES, length));
            position += HEADER_BYTES + length;
        }
        return new Contents(owner, position);
    }

    private void begin(final boolean mayBegin) {
        if (!mayBegin) {
            throw new JournalFault("the registers of " + owner + " are missing: a member that has lost what it promised"
                    + " must not vote. If the group is new, allow it to begin new ones; if not, replace the member");
        }
        rewrite(new byte[0]);
    }

    private void read(final byte[] content, final Consumer<WireReader> frames) {
        final UnsafeBuffer buffer = new UnsafeBuffer(content);
        int position = checkOwner(buffer);
        while (isFrame(buffer, position, nextSequence)) {
            final int length = buffer.getInt(position + 4);
            frames.accept(new WireReader(buffer, position + HEADER_BYTES, length));
            position += HEADER_BYTES + length;
            nextSequence++;
        }
        lengthBytes = position;
        if (position < content.length) {
            cut(buffer, position);
        }
    }

    private int checkOwner(final UnsafeBuffer buffer) {
        if (!isFrame(buffer, 0, 0)) {
            throw new JournalFault(
                    "this is no journal of registers, or its beginning is damaged: expected that of " + owner);
        }
        final int length = buffer.getInt(4);
        final String found = new WireReader(buffer, HEADER_BYTES, length).readText(length);
        if (!found.equals(owner)) {
            throw new JournalFault("this journal of registers belongs to " + found + ", not to " + owner);
        }
        nextSequence = 1;
        return HEADER_BYTES + length;
    }

    private void cut(final UnsafeBuffer buffer, final int position) {
        for (int i = position + 1; i <= buffer.capacity() - HEADER_BYTES; i++) {
            if (buffer.getInt(i) == MAGIC && isFrame(buffer, i, buffer.getLong(i + 8))) {
                throw new JournalFault("the journal of " + owner + " is damaged at byte " + position
                        + ": a valid frame follows at byte " + i + ". What was promised there is lost;"
                        + " the member must be replaced");
            }
        }
        cutBytes = buffer.capacity() - position;
        file.truncate(position);
    }

    private static boolean isFrame(final UnsafeBuffer buffer, final int position, final long sequence) {
        if (buffer.capacity() - position < HEADER_BYTES || buffer.getInt(position) != MAGIC) {
            return false;
        }
        final int length = buffer.getInt(position + 4);
        return length >= 0
                && length <= buffer.capacity() - position - HEADER_BYTES
                && buffer.getLong(position + 8) == sequence
                && buffer.getInt(position + 16) == crc(buffer.byteArray(), position, length);
    }

    private static int crc(final byte[] bytes, final int position, final int length) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, position, 16);
        crc.update(bytes, position + HEADER_BYTES, length);
        return (int) crc.getValue();
    }

    /** Appends a frame and returns when it is on the disk. After a failure the journal is closed for ever. */
    public void append(final byte[] payload) {
        if (hasFailed) {
            throw new JournalFault("the journal of " + owner + " has failed before and is not used any more");
        }
        hasFailed = true;
        putFrame(frame.reset(), nextSequence, payload);
        file.append(frame.buffer(), 0, frame.lengthBytes());
        file.force();
        hasFailed = false;
        nextSequence++;
        lengthBytes += frame.lengthBytes();
    }

    /** Puts one frame in the place of all. */
    public void rewrite(final byte[] payload) {
        final WireWriter name = new WireWriter().putText(owner);
        frame.reset();
        putFrame(frame, 0, name.toBytes());
        putFrame(frame, 1, payload);
        hasFailed = true;
        file.replace(frame.buffer(), 0, frame.lengthBytes());
        hasFailed = false;
        nextSequence = 2;
        lengthBytes = frame.lengthBytes();
    }

    private static void putFrame(final WireWriter out, final long sequence, final byte[] payload) {
        if (payload.length > MOST_PAYLOAD_BYTES) {
            throw new JournalFault("a frame is longer than " + MOST_PAYLOAD_BYTES + " bytes: " + payload.length);
        }
        final int position = out.lengthBytes();
        out.putInt(MAGIC).putInt(payload.length).putLong(sequence).putInt(0);
        out.putRaw(payload);
        out.setInt(position + 16, crc(out.buffer().byteArray(), position, payload.length));
    }

    public long lengthBytes() {
        return lengthBytes;
    }

    /** Bytes of a torn frame that were cut when the journal was opened. */
    public long cutBytes() {
        return cutBytes;
    }

    @Override
    public void close() {
        file.close();
    }
}
