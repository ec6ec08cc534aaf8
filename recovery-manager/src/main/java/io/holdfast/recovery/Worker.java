package io.holdfast.recovery;

import io.holdfast.log.RecordBuffer;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import org.agrona.concurrent.EpochNanoClock;

/**
 * A live worker's duty cycle: release, receive a burst from each port, run it.
 *
 * <p>Turned by one thread, which has attached itself to the devices.
 */
public final class Worker {
    /** Rounds of a turn at most; a record waits no longer than for so many. */
    static final int MOST_ROUNDS = 16;

    private final WorkerRuntime runtime;
    private final PacketDevices devices;
    private final PacketPool pool;
    private final EpochNanoClock clock;
    private final int queue;
    private final PacketBatch batch = new PacketBatch();
    private Protection protection;
    private final long clockOffsetNs;
    private long lastTimeNs;
    private long burstCount;

    /** Makes a worker that is not protected. */
    public Worker(final WorkerRuntime runtime, final PacketDevices devices, final EpochNanoClock clock) {
        this.runtime = runtime;
        this.devices = devices;
        this.clock = clock;
        this.queue = runtime.worker();
        this.pool = runtime.pool();
        this.lastTimeNs = runtime.clock().timeNs();
        this.clockOffsetNs = lastTimeNs == 0 ? 0 : lastTimeNs - clock.nanoTime();
        protect(new NoProtection(this::transmitNow));
    }

    /** From the next burst on, bursts are made safe in this way. */
    public void protect(final Protection newProtection) {
        protection = newProtection;
        runtime.sink(newProtection);
    }

    /** Sends packets out of a port without ado. */
    public void transmitNow(final int port, final PacketBatch packets) {
        devices.port(port).transmit(queue, packets);
    }

    /** Tells the neighbours that this node answers for the graph's addresses. */
    public void announce() {
        runtime.graph().announce();
    }

    /** One turn; returns the work done. */
    public int turn() {
        final int released = protection.release();
        final int received = receiveRounds();
        final int fired = runTimers();
        // What depends on nothing that has yet to be stored need not wait for the transport's turn.
        return received + fired == 0 ? released : released + received + fired + protection.release();
    }

    /**
     * Bursts from the ports in turn, as long as some port gives full ones: where there is such a load, what belongs to a
     * turn rather than to a packet, the transport's system calls above all, is shared by several.
     */
    private int receiveRounds() {
        int packets = 0;
        int fullest = PacketBatch.BURST_PACKETS;
        for (int round = 0; round < MOST_ROUNDS && fullest == PacketBatch.BURST_PACKETS; round++) {
            fullest = 0;
            for (int port = 0; port < devices.portCount() && protection.mayReceive(); port++) {
                final int received = devices.port(port).receive(queue, pool, batch);
                if (received > 0) {
                    runBurst(port, batch);
                    packets += received;
                    fullest = Math.max(fullest, received);
                }
            }
        }
        return packets;
    }

    private int runTimers() {
        if (runtime.graph().nextDeadlineNs() <= now() && protection.mayReceive()) {
            runBurst(RecordBuffer.NO_PORT, batch);
            return 1;
        }
        return 0;
    }

    /**
     * Runs packets that came in elsewhere, as a burst of a port; between two turns.
     *
     * @param packets of this worker's pool; empty afterwards
     * @return whether they were run; if not, they were dropped, because nothing may be received now
     */
    boolean runPassed(final int port, final PacketBatch packets) {
        if (!protection.mayReceive()) {
            packets.free();
            return false;
        }
        runBurst(port, packets);
        return true;
    }

    private void runBurst(final int port, final PacketBatch packets) {
        final long timeNs = now();
        protection.beginBurst(timeNs, port, packets);
        runtime.runBurst(timeNs, port, packets);
        protection.endBurst();
        burstCount++;
    }

    /**
     * Time goes on from the last logged one, be it an earlier master's: a clock that is behind that must not stop timers,
     * one that is ahead must not expire every flow at once.
     */
    private long now() {
        lastTimeNs = Math.max(lastTimeNs, clock.nanoTime() + clockOffsetNs);
        return lastTimeNs;
    }

    /** Bursts run live so far. */
    long burstCount() {
        return burstCount;
    }
}
