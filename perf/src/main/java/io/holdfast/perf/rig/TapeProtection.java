package io.holdfast.perf.rig;

import io.holdfast.log.Digest;
import io.holdfast.log.RecordBuffer;
import io.holdfast.packet.PacketBatch;
import io.holdfast.recovery.Protection;
import io.holdfast.release.PacketSink;

/** Makes a record of every burst, as a protected master does, and keeps it on a tape; outputs leave at once. */
final class TapeProtection implements Protection {
    private final RecordTape tape;
    private final RecordBuffer record;
    private final PacketSink device;
    private final Digest digest = new Digest();
    private long burst;

    TapeProtection(final RecordTape tape, final int captureBytes, final PacketSink device) {
        this.tape = tape;
        this.device = device;
        record = new RecordBuffer(captureBytes);
        record.identify(1, 1, 1, 0);
    }

    @Override
    public boolean mayReceive() {
        return tape.hasRoom(record.maxLengthBytes());
    }

    @Override
    public void beginBurst(final long timeNs, final int port, final PacketBatch batch) {
        burst++;
        digest.reset();
        record.begin(burst, timeNs, port, batch);
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            digest.addOutput(port, batch.get(i));
        }
        device.transmit(port, batch);
    }

    @Override
    public void endBurst() {
        record.end(digest.value(), burst);
        tape.append(record.buffer(), record.lengthBytes());
    }

    @Override
    public int release() {
        return 0;
    }
}
