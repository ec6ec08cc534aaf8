package io.holdfast.perf.rig;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.perf.load.FrameSink;
import io.holdfast.perf.load.LoadPort;
import java.util.ArrayDeque;
import java.util.Deque;

/** A box that takes no time: what is sent is there at the next poll, translated. One flow only. */
final class EchoLinks implements AutoCloseable {
    private static final long LAN_MAC = 0x0200_5e00_0001L;
    private static final long WAN_MAC = 0x0200_5e00_0002L;
    private static final long HOST_MAC = 0x0200_0000_0100L;
    private static final long GATEWAY_MAC = 0x0200_0000_0009L;
    private static final int WAN_IP = 0xcb00_7101;
    private static final int HOST_IP = 0x0a00_0002;
    private static final int FLOW_PORT = 1024;
    private static final int MAPPED_PORT = 4321;

    private final Deque<byte[]> toWan = new ArrayDeque<>();
    private final Deque<byte[]> toLan = new ArrayDeque<>();
    private final long frame = NativeMemory.allocate(2048);

    LoadPort lan() {
        return new Link(toWan, toLan, true);
    }

    LoadPort wan() {
        return new Link(toLan, toWan, false);
    }

    @Override
    public void close() {
        NativeMemory.release(frame);
    }

    private void translate(final boolean isOut) {
        if (isOut) {
            putMac(0, GATEWAY_MAC);
            putMac(6, WAN_MAC);
            putInt(26, WAN_IP);
            putPort(34, MAPPED_PORT);
        } else {
            putMac(0, HOST_MAC);
            putMac(6, LAN_MAC);
            putInt(30, HOST_IP);
            putPort(36, FLOW_PORT);
        }
        final int old = NativeMemory.getShortBe(frame + 22);
        NativeMemory.putShortBe(frame + 22, old - 0x100);
        final int sum = NativeMemory.getShortBe(frame + 24);
        NativeMemory.putShortBe(frame + 24, InternetChecksum.update16(sum, old, old - 0x100));
    }

    private void putMac(final int offset, final long mac) {
        NativeMemory.putShortBe(frame + offset, (int) (mac >>> 32));
        NativeMemory.putIntBe(frame + offset + 2, (int) mac);
    }

    private void putInt(final int offset, final int value) {
        final int delta = InternetChecksum.delta32(NativeMemory.getIntBe(frame + offset), value);
        NativeMemory.putIntBe(frame + offset, value);
        NativeMemory.putShortBe(frame + 24, InternetChecksum.apply(NativeMemory.getShortBe(frame + 24), delta));
        NativeMemory.putShortBe(frame + 40, InternetChecksum.applyToUdp(NativeMemory.getShortBe(frame + 40), delta));
    }

    private void putPort(final int offset, final int value) {
        final int delta = InternetChecksum.delta16(NativeMemory.getShortBe(frame + offset), value);
        NativeMemory.putShortBe(frame + offset, value);
        NativeMemory.putShortBe(frame + 40, InternetChecksum.applyToUdp(NativeMemory.getShortBe(frame + 40), delta));
    }

    /** One end. */
    private final class Link implements LoadPort {
        private final Deque<byte[]> outgoing;
        private final Deque<byte[]> incoming;
        private final boolean isLan;

        Link(final Deque<byte[]> outgoing, final Deque<byte[]> incoming, final boolean isLan) {
            this.outgoing = outgoing;
            this.incoming = incoming;
            this.isLan = isLan;
        }

        @Override
        public boolean send(final long address, final int length) {
            if (NativeMemory.getShortBe(address + 12) == 0x0800) {
                final byte[] bytes = new byte[length];
                NativeMemory.copyToArray(address, bytes, 0, length);
                outgoing.add(bytes);
            }
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public int poll(final FrameSink sink, final int limit) {
            int count = 0;
            while (!incoming.isEmpty() && count < limit) {
                final byte[] bytes = incoming.poll();
                NativeMemory.copyFromArray(bytes, 0, frame, bytes.length);
                translate(!isLan);
                sink.onFrame(frame, bytes.length);
                count++;
            }
            return count;
        }

        @Override
        public void close() {}
    }
}
