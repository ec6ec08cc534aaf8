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

/** Held packets leave by a lease that is looked at before each call that sends some. */
class LeaseCheckTest {
    private static final int BATCH_PACKETS = 4;
    private static final long LEASE_NS = 1000;

    private final TestDevices devices = new TestDevices();
    private final StablePositions stable = new StablePositions(1);
    private final HoldQueue hold = new HoldQueue(1, 64, ReleaseCheck.WHEN_STABLE);
    private long nowNs = 1;
    private long burst;
    private int left;
    private int calls;
    private Runnable afterCall = () -> {};
    private CountingGate gate;

    /** Counts how often it is asked. */
    private static class CountingGate extends LeaseGate {
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
            final boolean now = super.isOpen();
            first = first == null ? now : first;
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
        assertEquals(++calls, gate.asked, "the gate is looked at before each call");
        left += batch.size();
        batch.free();
        afterCall.run();
    }

    /** Packets of some bursts, all stable: each burst has some for two ports, so that two calls send them. */
    private void holdBursts(final int count) {
        for (int i = 0; i < count; i++) {
            hold.add(0, batch());
            hold.add(1, batch());
            hold.commit(++burst, new ReleaseVector(1));
        }
        stable.advance(0, burst);
    }

    private PacketBatch batch() {
        final PacketBatch batch = new PacketBatch();
        for (int j = 0; j < BATCH_PACKETS; j++) {
            final Packet packet = devices.pool(0).allocate();
            packet.append(64);
            batch.add(packet);
        }
        return batch;
    }

    @Test
    void shouldAskBeforeEachCall() {
        final LoggedProtection protection = protection(new CountingGate(this));
        for (int i = 1; i <= 5; i++) {
            holdBursts(3);
            protection.release();
            assertEquals(i * 6 * BATCH_PACKETS, left);
        }
        assertEquals(30, calls);
    }

    /** A process that stands still in the middle of sending, and goes on when its lease has ended. */
    @Test
    void shouldSendNoMoreThanOneCallAfterTheLeaseHasEnded() {
        final LoggedProtection protection = protection(new CountingGate(this));
        holdBursts(2);
        afterCall = () -> nowNs += LEASE_NS;
        protection.release();
        assertEquals(BATCH_PACKETS, left);
        afterCall = () -> {};
        gate.openUntil(nowNs + LEASE_NS);
        calls = gate.asked;
        protection.release();
        assertEquals(4 * BATCH_PACKETS, left, "what did not leave goes with the next lease");
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
        assertEquals(2 * BATCH_PACKETS, leftAfterTheLease(new RememberingGate(this)));
    }

    private int leftAfterTheLease(final CountingGate newGate) {
        final LoggedProtection protection = protection(newGate);
        holdBursts(1);
        protection.release();
        assertEquals(2 * BATCH_PACKETS, left);
        left = 0;
        holdBursts(1);
        nowNs += LEASE_NS;
        protection.release();
        return left;
    }
}
