package io.holdfast.packet.memory;

import io.holdfast.packet.NativeMemory;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** A node that attaches to a wire, sends one frame, begins another, and is killed before it ends that one. */
final class NodeProcess {
    private NodeProcess() {}

    public static void main(final String[] arguments) throws IOException {
        final Path path = Path.of(arguments[0]);
        final MemoryPort port = MemoryPort.attach("left", path);
        // Reaches below the port: it offers no way to stop half-way.
        final UnsafeBuffer ring = port.ringFromNode(0);
        final long frame = NativeMemory.allocate(60);
        new RingWriter(ring).write(frame, 60);
        new OneToOneRingBuffer(ring).tryClaim(RingReader.FRAME_TYPE, 60);
        System.out.println("attached");
        System.out.flush();
        final int end = System.in.read();
        System.exit(end < 0 ? 1 : 0);
    }
}
