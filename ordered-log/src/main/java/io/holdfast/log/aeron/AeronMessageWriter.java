package io.holdfast.log.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.holdfast.log.MessageWriter;
import org.agrona.DirectBuffer;

/**
 * A message stream that is an exclusive Aeron publication.
 *
 * <p>Opening one takes the driver milliseconds, so nobody waits for it: until it is open, the stream is not connected.
 */
final class AeronMessageWriter implements MessageWriter {
    /** Tries when the publication is rotating a term, which is over at once. */
    private static final int ROTATION_TRIES = 3;

    private final Aeron aeron;
    private final long registration;
    private final BufferClaim claim = new BufferClaim();
    private ExclusivePublication publication;

    AeronMessageWriter(final Aeron aeron, final String channel, final int stream) {
        this.aeron = aeron;
        registration = aeron.asyncAddExclusivePublication(channel, stream);
    }

    /** Whether the driver has opened it. */
    boolean isOpen() {
        if (publication == null) {
            publication = aeron.getExclusivePublication(registration);
        }
        return publication != null;
    }

    @Override
    public boolean isConnected() {
        return isOpen() && publication.isConnected();
    }

    @Override
    public boolean canWrite(final int lengthBytes) {
        return isOpen() && publication.availableWindow() > lengthBytes;
    }

    @Override
    public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        for (int i = 0; i < ROTATION_TRIES && isOpen(); i++) {
            final long position = lengthBytes <= publication.maxPayloadLength()
                    ? claimAndCopy(buffer, offset, lengthBytes)
                    : publication.offer(buffer, offset, lengthBytes);
            if (position > 0) {
                return true;
            }
            if (position != Publication.ADMIN_ACTION) {
                return false;
            }
        }
        return false;
    }

    private long claimAndCopy(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final long position = publication.tryClaim(lengthBytes, claim);
        if (position > 0) {
            claim.buffer().putBytes(claim.offset(), buffer, offset, lengthBytes);
            claim.commit();
        }
        return position;
    }

    @Override
    public void close() {
        if (isOpen()) {
            publication.close();
        } else {
            aeron.asyncRemovePublication(registration);
        }
    }
}
