package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.log.DiscardingWriter;
import io.holdfast.log.LogRecords;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.StablePositions;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.recovery.order.SoleAccesses;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.ReleaseCheck;
import io.holdfast.release.ReleaseVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Held packets leave by a lease that is looked at once for each release, before anything leaves. */
class LeaseCheckTest {
    private static final int BURST_PACKETS = 4;
    private static final long LEASE_NS = 1000;

    private final TestDevices devices = new TestDevices();
    private final StablePositions stable = new StablePositions(1);
    private final HoldQueue hold = new HoldQueue(1, 64, ReleaseCheck.WHEN_STABLE);
    private long nowNs = 1;
    private long burst;
    private int left;
    private int askedWhenFirstLeft = -1;
    private CountingGate gate;

    /** Counts how often it is asked. */
    private static class CountingGate extends ReleaseGate {
        int asked;

        CountingGate(final LeaseCheckTest test) {
            super(() -> test.nowNs);
        }

        @Override
        public boolean isOpen() {
            asked++;
            return super.isOpen();
        }
    }

    /** The canary: asks once, and remembers for ever. */
    private static final class RememberingGate extends CountingGate {
        private Boolean first;

        private RememberingGate(final LeaseCheckTest test) {
            super(test);
        }

        @Override
        public boolean isOpen() {
            first = first == null ? super.isOpen() : first;
            return first;
        }
    }

    @AfterEach
    void close() {
        hold.dropAll();
        devices.close();
    }

    private LoggedProtection protection(final CountingGate newGate) {
        gate = newGate;
        gate.openUntil(nowNs + LEASE_NS);
        final RecordBuffer record = new RecordBuffer(64);
        final LoggedProtection protection = new LoggedProtection(
                record,
                new LogWriter(new DiscardingWriter(), record),
                hold,
                new SoleAccesses(),
                stable,
                this::leave,
                new LoggedProtection.Policy(LogRecords.CHANGES, LoggedProtection.Policy.NEVER));
        protection.gate(gate);
        return protection;
    }

    private void leave(final int port, final PacketBatch batch) {
        askedWhenFirstLeft = askedWhenFirstLeft < 0 ? gate.asked : askedWhenFirstLeft;
        left += batch.size();
        batch.free();
    }

    /** Packets of some bursts, all stable. */
    private void holdBursts(final int count) {
        for (int i = 0; i < count; i++) {
            final PacketBatch batch = new PacketBatch();
            for (int j = 0; j < BURST_PACKETS; j++) {
                final Packet packet = devices.pool(0).allocate();
                packet.append(64);
                batch.add(packet);
            }
            // By turns of two ports, so that one release makes several batches.
            hold.add(i % 2, batch);
            hold.commit(++burst, new ReleaseVector(1));
        }
        stable.advance(0, burst);
    }

    @Test
    void shouldAskOnceForEachReleaseBeforeAnythingLeaves() {
        final LoggedProtection protection = protection(new CountingGate(this));
        for (int call = 1; call <= 5; call++) {
            holdBursts(3);
            askedWhenFirstLeft = -1;
            protection.release();
            assertEquals(call, gate.asked);
            assertEquals(call, askedWhenFirstLeft);
            assertEquals(call * 3 * BURST_PACKETS, left);
        }
    }

    @Test
    void shouldNotAskWhenNothingIsHeld() {
        final LoggedProtection protection = protection(new CountingGate(this));
        protection.release();
        assertEquals(0, gate.asked);
    }

    @Test
    void shouldLetNothingLeaveAfterTheLeaseHasEnded() {
        assertEquals(0, leftAfterTheLease(new CountingGate(this)));
    }

    @Test
    void shouldNoticeALeaseThatIsLookedAtOnlyOnce() {
        assertEquals(2 * BURST_PACKETS, leftAfterTheLease(new RememberingGate(this)));
    }

    private int leftAfterTheLease(final CountingGate newGate) {
        final LoggedProtection protection = protection(newGate);
        holdBursts(2);
        protection.release();
        assertEquals(2 * BURST_PACKETS, left);
        left = 0;
        holdBursts(2);
        nowNs += LEASE_NS;
        protection.release();
        return left;
    }
}
