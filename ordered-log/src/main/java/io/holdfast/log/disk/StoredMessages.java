package io.holdfast.log.disk;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;

/**
 * The messages of one recorded stream, up to where it ended when this was opened.
 *
 * <p>Several may be open side by side: replay takes from each stream what it needs next. Called by the node's thread.
 */
public final class StoredMessages implements MessageReader {
    private static final int READ_STREAM = 2000;

    private final AeronArchive archive;
    private final Subscription replay;
    private final long end;
    private final long timeoutNs;
    private final FragmentAssembler assembler =
            new FragmentAssembler((buffer, offset, length, header) -> this.handler.onMessage(buffer, offset, length));
    private MessageHandler handler;
    private long position;
    private boolean isIdle;
    private long idleSinceNs;

    StoredMessages(final AeronArchive archive, final long recordingId, final long start, final long timeoutNs) {
        this.archive = archive;
        this.timeoutNs = timeoutNs;
        final long stop = archive.getStopPosition(recordingId);
        end = stop == AeronArchive.NULL_POSITION ? archive.getRecordingPosition(recordingId) : stop;
        position = start;
        replay = end == start ? null : archive.replay(recordingId, start, end - start, "aeron:ipc", READ_STREAM);
    }

    /** Hands over what the archive has read; returns the number of fragments. */
    @Override
    public int poll(final MessageHandler newHandler, final int limit) {
        if (isAtEnd()) {
            return 0;
        }
        handler = newHandler;
        archive.context().agentInvoker().invoke();
        final int fragments = replay.poll(
                (buffer, offset, length, header) -> {
                    position = header.position();
                    assembler.onFragment(buffer, offset, length, header);
                },
                limit);
        if (fragments > 0) {
            isIdle = false;
        } else if (!isIdle) {
            isIdle = true;
            idleSinceNs = System.nanoTime();
        }
        return fragments;
    }

    /** Whether all has been handed over; of a message whose end is missing, nothing is. */
    public boolean isAtEnd() {
        return position >= end;
    }

    /** Whether polls have brought nothing for too long: a file is damaged. */
    public boolean isLate() {
        return isIdle && !isAtEnd() && System.nanoTime() - idleSinceNs > timeoutNs;
    }

    /** Says where it stopped. */
    public String lateness() {
        return "the log on disk stops at byte " + position + " of " + end + " (a damaged file of the archive?)";
    }

    @Override
    public void close() {
        if (replay != null) {
            replay.close();
        }
    }
}
