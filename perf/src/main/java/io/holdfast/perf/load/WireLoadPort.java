package io.holdfast.perf.load;

import io.holdfast.packet.memory.FrameHandler;
import io.holdfast.packet.memory.MemoryWire;

/** A link of mapped memory. */
public final class WireLoadPort implements LoadPort {
    private final MemoryWire wire;
    private final FrameHandler handler = (buffer, offset, length) -> pass(buffer.addressOffset() + offset, length);
    private FrameSink receiver;

    /** @param wire which this port closes */
    public WireLoadPort(final MemoryWire wire) {
        this.wire = wire;
    }

    @Override
    public boolean send(final long address, final int length) {
        return wire.send(0, address, length);
    }

    @Override
    public void flush() {}

    @Override
    public int poll(final FrameSink sink, final int limit) {
        receiver = sink;
        int count = 0;
        for (int queue = 0; queue < wire.queueCount(); queue++) {
            count += wire.poll(queue, handler, limit);
        }
        return count;
    }

    private void pass(final long address, final int length) {
        receiver.onFrame(address, length);
    }

    @Override
    public void close() {
        wire.close();
    }
}
