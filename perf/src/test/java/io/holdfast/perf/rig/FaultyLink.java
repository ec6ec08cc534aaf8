package io.holdfast.perf.rig;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.InternetChecksum;
import io.holdfast.perf.load.FrameSink;
import io.holdfast.perf.load.LoadPort;

/** A link from the box to the meter that breaks one frame in a hundred, once it is told to. */
final class FaultyLink implements LoadPort {
    private static final int INTERVAL = 97;
    private static final int MAX_BYTES = 2048;
    private static final int IP_SOURCE = 26;
    private static final int UDP_SOURCE_PORT = 34;

    /** What goes wrong. */
    enum Fault {
        LOSE,
        DUPLICATE,
        REORDER,
        FLIP_NAME,
        FLIP_PATTERN,
        FLIP_IP_CHECKSUM,
        KEEP_TTL,
        FORBID_FRAGMENTS,
        CUT_SHORT,
        OTHER_ADDRESS,
        OTHER_PORT,
        OTHER_MAC,
        UNTRANSLATED_DESTINATION
    }

    private final LoadPort link;
    private final Fault fault;
    private final long copy = NativeMemory.allocate(MAX_BYTES);
    private final long kept = NativeMemory.allocate(MAX_BYTES);
    private int keptLength;
    private boolean isOn;
    private long count;
    private long faultCount;

    FaultyLink(final LoadPort link, final Fault fault) {
        this.link = link;
        this.fault = fault;
    }

    void switchOn() {
        isOn = true;
    }

    /** Frames broken so far. */
    long faultCount() {
        return faultCount;
    }

    @Override
    public boolean send(final long address, final int length) {
        return link.send(address, length);
    }

    @Override
    public void flush() {
        link.flush();
    }

    @Override
    public int poll(final FrameSink sink, final int limit) {
        return link.poll((address, length) -> pass(sink, address, length), limit);
    }

    private void pass(final FrameSink sink, final long address, final int length) {
        if (keptLength > 0) {
            // The frame that was kept back comes behind a later one of its flow.
            sink.onFrame(address, length);
            if (NativeMemory.getIntBe(address + 44) == NativeMemory.getIntBe(kept + 44)) {
                sink.onFrame(kept, keptLength);
                keptLength = 0;
            }
            return;
        }
        if (!isOn || ++count % INTERVAL != 0) {
            sink.onFrame(address, length);
            return;
        }
        faultCount++;
        NativeMemory.copy(address, copy, length);
        breakFrame(sink, length);
    }

    private void breakFrame(final FrameSink sink, final int length) {
        switch (fault) {
            case LOSE -> {}
            case DUPLICATE -> {
                sink.onFrame(copy, length);
                sink.onFrame(copy, length);
            }
            case REORDER -> {
                NativeMemory.copy(copy, kept, length);
                keptLength = length;
            }
            case CUT_SHORT -> sink.onFrame(copy, length - 2);
            default -> {
                change(length);
                sink.onFrame(copy, length);
            }
        }
    }

    private void change(final int length) {
        switch (fault) {
            case FLIP_NAME -> flip(45);
            case FLIP_PATTERN -> flip(length - 1);
            case FLIP_IP_CHECKSUM -> flip(24);
            case KEEP_TTL -> putInt(20, NativeMemory.getIntBe(copy + 20) + 0x100, false);
            case FORBID_FRAGMENTS -> putInt(20, NativeMemory.getIntBe(copy + 20) | 1 << 30, false);
            case OTHER_ADDRESS -> putInt(IP_SOURCE, NativeMemory.getIntBe(copy + IP_SOURCE) + 1, true);
            case OTHER_PORT -> putInt(UDP_SOURCE_PORT, NativeMemory.getIntBe(copy + UDP_SOURCE_PORT) ^ 1 << 16, true);
            case OTHER_MAC -> flip(5);
            case UNTRANSLATED_DESTINATION -> putInt(30, NativeMemory.getIntBe(copy + 30) + 1, true);
            default -> throw new AssertionError(fault);
        }
    }

    private void flip(final int offset) {
        NativeMemory.putByte(copy + offset, (byte) (NativeMemory.getByte(copy + offset) ^ 0x10));
    }

    /** Changes a word and makes the checksums right again, as a box that errs would. */
    private void putInt(final int offset, final int value, final boolean isInUdpSum) {
        final int old = NativeMemory.getIntBe(copy + offset);
        NativeMemory.putIntBe(copy + offset, value);
        if (offset < UDP_SOURCE_PORT) {
            NativeMemory.putShortBe(
                    copy + 24, InternetChecksum.update32(NativeMemory.getShortBe(copy + 24), old, value));
        }
        if (isInUdpSum) {
            final int delta = InternetChecksum.delta32(old, value);
            NativeMemory.putShortBe(copy + 40, InternetChecksum.applyToUdp(NativeMemory.getShortBe(copy + 40), delta));
        }
    }

    @Override
    public void close() {
        NativeMemory.release(copy);
        NativeMemory.release(kept);
        link.close();
    }
}
