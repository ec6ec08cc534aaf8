package io.holdfast.packet.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketPool;
import io.holdfast.packet.PacketPort;
import io.holdfast.packet.TestEnvironment;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SteeredPortTest {
    private static final int CAPACITY = 64;

    private final List<MemoryPacketPool> pools = new ArrayList<>();

    private MemoryPacketPool pool(final int packets) {
        pools.add(new MemoryPacketPool(packets));
        return pools.getLast();
    }

    @AfterEach
    void shouldHaveLeakedNothing() {
        for (final MemoryPacketPool pool : pools) {
            assertEquals(0, pool.inUsePackets());
            pool.close();
        }
    }

    @Test
    void shouldNotBeInTheWayOfOneWorker() {
        final QueuedPort device = new QueuedPort(1, (queue, pool) -> null);
        assertSame(device, SteeredPort.over(device, FlowSteering.of(1)));
    }

    @Test
    void shouldRefuseADeviceWithTooFewQueues() {
        final QueuedPort device = new QueuedPort(1, (queue, pool) -> null);
        final Exception refusal =
                assertThrows(IllegalArgumentException.class, () -> SteeredPort.over(device, FlowSteering.of(2)));
        assertTrue(refusal.getMessage().contains("needs a queue for each of the 2 workers: 1"), refusal.getMessage());
    }

    @Test
    void shouldCountWhatOverflowsAndKeepTheOldest() {
        final int flow = flowOf(1, FlowSteering.of(2));
        final int[] next = new int[1];
        final QueuedPort device = new QueuedPort(
                2, (queue, pool) -> queue == 0 && next[0] < 100 ? SteeringFrames.udp(pool, flow, next[0]++) : null);
        final SteeredPort port = SteeredPort.withCapacity(device, FlowSteering.of(2), CAPACITY);
        final MemoryPacketPool first = pool(256);
        final MemoryPacketPool second = pool(256);
        final PacketBatch batch = new PacketBatch();
        assertEquals(0, port.receive(0, first, batch));
        assertEquals(new SteeringStatistics(CAPACITY, 100 - CAPACITY), port.steeringStatistics());
        assertEquals(100, port.handedOverBy(0));
        assertEquals(CAPACITY, first.inUsePackets());
        int expected = 0;
        while (port.receive(1, second, batch) > 0) {
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(expected++, SteeringFrames.number(batch.get(i)));
                assertSame(second, batch.get(i).pool());
            }
            batch.free();
        }
        assertEquals(CAPACITY, expected);
        port.receive(0, first, batch);
        assertEquals(0, first.inUsePackets());
    }

    @Test
    void shouldLeavePacketsWhereTheyAreWhileThePoolIsEmpty() {
        final int flow = flowOf(1, FlowSteering.of(2));
        final int[] next = new int[1];
        final QueuedPort device = new QueuedPort(
                2, (queue, pool) -> queue == 0 && next[0] < 10 ? SteeringFrames.udp(pool, flow, next[0]++) : null);
        final SteeredPort port = SteeredPort.withCapacity(device, FlowSteering.of(2), CAPACITY);
        final MemoryPacketPool small = pool(4);
        final PacketBatch batch = new PacketBatch();
        port.receive(0, pool(64), batch);
        for (int begin = 0; begin < 10; begin += 4) {
            assertEquals(Math.min(4, 10 - begin), port.receive(1, small, batch));
            assertEquals(begin, SteeringFrames.number(batch.get(0)));
            batch.free();
        }
        port.close();
    }

    @Test
    void shouldEndWhatIsOnTheWayWhenClosed() {
        final int flow = flowOf(1, FlowSteering.of(2));
        final int[] next = new int[1];
        final QueuedPort device = new QueuedPort(
                2, (queue, pool) -> queue == 0 && next[0]++ < 40 ? SteeringFrames.udp(pool, flow, 0) : null);
        final SteeredPort port = SteeredPort.withCapacity(device, FlowSteering.of(2), CAPACITY);
        final MemoryPacketPool first = pool(64);
        final PacketBatch batch = new PacketBatch();
        port.receive(0, first, batch);
        assertTrue(port.receive(1, pool(64), batch) > 0);
        batch.free();
        assertEquals(40, first.inUsePackets());
        port.close();
        assertTrue(device.isClosed);
    }

    /** Worker 1 is flooded with hand-overs, and its own queue holds packets of worker 0. */
    @Test
    void shouldNotLetHandOversStarveTheOwnQueue() {
        final FlowSteering steering = FlowSteering.of(2);
        final int[] flows = {flowOf(1, steering), flowOf(0, steering)};
        final QueuedPort device = new QueuedPort(2, (queue, pool) -> SteeringFrames.udp(pool, flows[queue], queue));
        final SteeredPort port = SteeredPort.withCapacity(device, steering, CAPACITY);
        final MemoryPacketPool first = pool(256);
        final MemoryPacketPool second = pool(256);
        final PacketBatch batch = new PacketBatch();
        int received = 0;
        for (int round = 0; round < 100; round++) {
            received += port.receive(0, first, batch);
            batch.free();
            port.receive(1, second, batch);
            batch.free();
        }
        assertTrue(
                received > 500,
                received + " packets of worker 0 " + port.steeringStatistics() + port.handedOverBy(0) + " "
                        + port.handedOverBy(1) + java.util.Arrays.toString(flows));
        port.close();
    }

    @Test
    void shouldAllocateNothing() {
        final int[] next = new int[1];
        final QueuedPort device = new QueuedPort(
                2, (queue, pool) -> next[0]++ % 32 == 0 ? null : SteeringFrames.udp(pool, next[0] & 0xff, 0));
        final SteeredPort port = SteeredPort.withCapacity(device, FlowSteering.of(2), CAPACITY);
        final PacketPool[] workerPools = {pool(512), pool(512)};
        final PacketBatch batch = new PacketBatch();
        long before = 0;
        for (int round = 0; round < 20_000; round++) {
            if (round == 10_000) {
                before = TestEnvironment.allocatedBytes();
            }
            port.receive(round & 1, workerPools[round & 1], batch);
            batch.free();
        }
        final long allocated = TestEnvironment.allocatedBytes() - before;
        assertTrue(allocated < 9_000, allocated + " bytes");
        assertTrue(port.steeringStatistics().handedOverPackets() > 50_000, "nothing was handed over");
        port.close();
    }

    @Test
    void shouldKeepEveryFlowsOrderWithFourThreads() throws Exception {
        final long seed = System.nanoTime();
        try (Arrival arrival = new Arrival(seed)) {
            arrival.run();
            arrival.assertNothingLostAndAllInOrder();
        }
    }

    /** A flow that belongs to a worker. */
    static int flowOf(final int worker, final FlowSteering steering) {
        for (int flow = 0; ; flow++) {
            if (SteeringFrames.workerOf(flow, steering) == worker) {
                return flow;
            }
        }
    }

    /**
     * Four workers, each with a device queue in which packets of all flows arrive at random; a flow's packets are numbered
     * per queue, since there is no order between queues. Queues give packets only while few are on the way, so that
     * none may be lost.
     */
    private final class Arrival implements AutoCloseable {
        private static final int WORKERS = 4;
        private static final int FLOWS = 64;
        private static final int PACKETS_PER_QUEUE = 100_000;
        private static final int MOST_ON_THE_WAY = 256;

        private final long seed;
        private final FlowSteering steering = FlowSteering.of(WORKERS);
        private final Random[] random = new Random[WORKERS];
        private final int[][] numbers = new int[WORKERS][FLOWS];
        private final int[] made = new int[WORKERS];
        private final PacketPool[] workerPools = new PacketPool[WORKERS];
        private final AtomicLong onTheWay = new AtomicLong();
        private final AtomicLong processed = new AtomicLong();
        private final PacketPort port = SteeredPort.over(new QueuedPort(WORKERS, this::next), steering);
        private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        private long outOfOrder;

        Arrival(final long seed) {
            this.seed = seed;
            for (int worker = 0; worker < WORKERS; worker++) {
                random[worker] = new Random(seed + worker);
                workerPools[worker] = pool(2048);
            }
        }

        private Packet next(final int queue, final PacketPool pool) {
            if (made[queue] == PACKETS_PER_QUEUE
                    || onTheWay.get() > MOST_ON_THE_WAY
                    || random[queue].nextInt(20) == 0) {
                return null;
            }
            made[queue]++;
            onTheWay.incrementAndGet();
            final int flow = random[queue].nextInt(FLOWS);
            final Packet packet = SteeringFrames.udp(pool, flow, numbers[queue][flow]++);
            packet.putByte(54, queue);
            return packet;
        }

        void run() throws Exception {
            final List<Callable<Long>> workers = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                final int number = worker;
                workers.add(() -> work(number));
            }
            for (final Future<Long> worker : threads.invokeAll(workers)) {
                outOfOrder += worker.get();
            }
        }

        private long work(final int worker) {
            final int[][] expected = new int[WORKERS][FLOWS];
            final PacketBatch batch = new PacketBatch();
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            long wrong = 0;
            while (processed.get() < (long) WORKERS * PACKETS_PER_QUEUE && System.nanoTime() - deadlineNs < 0) {
                final int count = port.receive(worker, workerPools[worker], batch);
                for (int i = 0; i < count; i++) {
                    final Packet packet = batch.get(i);
                    final int flow = SteeringFrames.flow(packet);
                    final boolean isRight = packet.pool() == workerPools[worker]
                            && steering.worker(packet) == worker
                            && expected[packet.getByte(54)][flow]++ == SteeringFrames.number(packet);
                    wrong += isRight ? 0 : 1;
                }
                batch.free();
                onTheWay.addAndGet(-count);
                processed.addAndGet(count);
                if (count == 0) {
                    Thread.yield();
                }
            }
            return wrong;
        }

        void assertNothingLostAndAllInOrder() {
            assertEquals(0, outOfOrder, "seed " + seed);
            assertEquals(
                    (long) WORKERS * PACKETS_PER_QUEUE,
                    processed.get(),
                    "seed " + seed + ", made " + Arrays.toString(made));
            final SteeringStatistics statistics = ((SteeredPort) port).steeringStatistics();
            assertEquals(0, statistics.overflowPackets());
            final long expected = (long) (WORKERS - 1) * PACKETS_PER_QUEUE;
            assertEquals(expected, statistics.handedOverPackets(), 0.25 * expected);
        }

        @Override
        public void close() {
            threads.shutdownNow();
            port.close();
        }
    }
}
