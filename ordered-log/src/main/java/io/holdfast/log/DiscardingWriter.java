package io.holdfast.log;

import org.agrona.DirectBuffer;

/** The beginning of a stream that ends nowhere: takes every message and forgets it. For rehearsals, benchmarks and tests. */
public class DiscardingWriter implements MessageWriter {
    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean canWrite(final int lengthBytes) {
        return true;
    }

    @Override
    public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        return true;
    }

    @Override
    public void close() {}
}
