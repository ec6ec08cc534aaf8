package io.holdfast.log.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.holdfast.log.MessageWriter;
import org.agrona.DirectBuffer;

/** A message stream that is an exclusive Aeron publication. */
final class AeronMessageWriter implements MessageWriter {
    /** Tries when the publication is rotating a term, which is over at once. */
    private static final int ROTATION_TRIES = 3;

    private final ExclusivePublication publication;
    private final BufferClaim claim = new BufferClaim();

    AeronMessageWriter(final ExclusivePublication publication) {
        this.publication = publication;
    }

    @Override
    public boolean isConnected() {
        return publication.isConnected();
    }

    @Override
    public boolean canWrite(final int lengthBytes) {
        return publication.availableWindow() > lengthBytes;
    }

    @Override
    public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        for (int i = 0; i < ROTATION_TRIES; i++) {
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
        publication.close();
    }
}
