package io.holdfast.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.StablePositions;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldQueueTest {
    private static final int CAPACITY = 64;

    /** What one try of a property has of its own, where it sends what is let go: the test's fields serve all tries. */
    private static final class Try implements PacketSink {
        private final HoldQueue queue;
        private final ReleaseVector needed = new ReleaseVector(2);
        private final StablePositions positions = new StablePositions(2);
        private final List<Integer> released = new ArrayList<>();

        private Try(final ReleaseCheck check) {
            queue = new HoldQueue(2, CAPACITY, check);
        }

        private void release() {
            queue.release(positions, this);
        }

        @Override
        public void transmit(final int port, final PacketBatch batch) {
            collect(batch, released);
        }
    }

    private final MemoryPacketPool pool = new MemoryPacketPool(1024);
    private final StablePositions stable = new StablePositions(2);
    private final ReleaseVector vector = new ReleaseVector(2);
    private final List<Integer> sent = new ArrayList<>();
    private HoldQueue hold = new HoldQueue(2, CAPACITY, ReleaseCheck.WHEN_STABLE);

    @AfterEach
    void shouldLeakNoPacket() {
        hold.dropAll();
        assertEquals(0, pool.inUsePackets());
        pool.close();
    }

    @Test
    void shouldHoldPacketUntilLogIsStable() {
        vector.raise(0, 1);
        burst(1, 10, 11);
        assertEquals(0, release());
        stable.advance(0, 1);
        assertEquals(2, release());
        assertEquals(List.of(10, 11), sent);
        assertEquals(1, hold.releasedBurst());
    }

    @Test
    void shouldWaitForEveryWorkerThatThePacketDependsOn() {
        vector.raise(0, 1);
        vector.raise(1, 7);
        burst(1, 10);
        stable.advance(0, 5);
        assertEquals(0, release());
        stable.advance(1, 6);
        assertEquals(0, release());
        stable.advance(1, 7);
        assertEquals(1, release());
    }

    @Test
    void shouldNotHoldABurstThatChangedNothing() {
        burst(1, 10);
        assertEquals(1, release());
    }

    @Test
    void shouldKeepOrderBehindAHeldPacket() {
        vector.raise(0, 1);
        burst(1, 10);
        burst(2, 20);
        vector.raise(0, 3);
        burst(3, 30);
        assertEquals(0, release());
        stable.advance(0, 2);
        assertEquals(2, release());
        stable.advance(0, 3);
        assertEquals(1, release());
        assertEquals(List.of(10, 20, 30), sent);
    }

    @Test
    void shouldDropAndCountWhatFindsNoRoom() {
        vector.raise(0, 1);
        final int[] marks = new int[CAPACITY + 3];
        burst(1, marks);
        assertEquals(3, hold.overflowCount());
        assertEquals(CAPACITY, hold.heldPackets());
        assertFalse(hold.hasRoom(1));
        stable.advance(0, 1);
        assertEquals(CAPACITY, release());
        assertTrue(hold.hasRoom(CAPACITY));
    }

    @Test
    void shouldReleaseInOrderWithoutEndAcrossTheRing() {
        for (int i = 1; i <= 10 * CAPACITY; i++) {
            vector.raise(0, i);
            burst(i, i);
            stable.advance(0, i - 1);
            release();
        }
        for (int i = 0; i < sent.size(); i++) {
            assertEquals(i + 1, sent.get(i));
        }
        assertEquals(10 * CAPACITY - 1, sent.size());
    }

    @Test
    void shouldCountBurstsWithoutOutputAsReleased() {
        vector.raise(0, 4);
        hold.commit(4, vector);
        stable.advance(0, 4);
        release();
        assertEquals(4, hold.releasedBurst());
    }

    /** A replica forgets what it is told to be gone: so it is told only when the packets have left. */
    @Test
    void shouldSayThatABurstIsReleasedWhenItsPacketsHaveLeft() {
        vector.raise(0, 1);
        burst(1, 10);
        stable.advance(0, 1);
        final List<Long> said = new ArrayList<>();
        hold.release(stable, (port, batch) -> {
            said.add(hold.releasedBurst());
            batch.free();
        });
        assertEquals(List.of(0L), said);
        assertEquals(1, hold.releasedBurst());
        vector.raise(0, 2);
        burst(2, 11);
        hold.commit(3, vector);
        assertEquals(1, hold.releasedBurst(), "burst 3 put out nothing, but stands behind one that is held");
        stable.advance(0, 2);
        release();
        assertEquals(3, hold.releasedBurst());
    }

    @Property(tries = 300)
    void shouldNeverReleaseBeforeStable(
            @ForAll @Size(min = 1, max = 40) final List<@IntRange(min = 0, max = 5) Integer> steps) {
        checkNeverEarly(steps, ReleaseCheck.WHEN_STABLE);
    }

    /** The canary: the same check must find a queue that releases one burst too early. */
    @Test
    void shouldFindAQueueThatReleasesOneBurstEarly() {
        final ReleaseCheck early = (vectors, index, positions) -> positions.get(0) + 1 >= vectors[index];
        assertThrows(AssertionError.class, () -> checkNeverEarly(List.of(0, 0, 1, 2), early));
    }

    /** Batches of every size, out of several ports, again and again across the ring's end. */
    @Property(tries = 300)
    void shouldReleaseInOrderWhateverTheBatches(
            @ForAll @Size(min = 1, max = 60) final List<@IntRange(min = 1, max = 32) Integer> sizes) {
        final Try run = new Try(ReleaseCheck.WHEN_STABLE);
        final HoldQueue queue = run.queue;
        final List<Integer> expected = new ArrayList<>();
        final List<Integer> read = new ArrayList<>();
        int mark = 0;
        for (int burst = 1; burst <= sizes.size(); burst++) {
            final int size = sizes.get(burst - 1);
            final int[] marks = IntStream.range(mark, mark + size).toArray();
            mark += size;
            run.needed.raise(0, burst);
            queue.add(size % 3, batch(java.util.Arrays.copyOf(marks, size / 2)), burst);
            queue.add(size % 2, batch(java.util.Arrays.copyOfRange(marks, size / 2, size)), burst);
            for (int i = 0; i < queue.burstBatches(); i++) {
                final int actor = burst;
                queue.readBatch(i, (port, packet, given) -> {
                    assertEquals(actor, given);
                    read.add(packet.getInt(0));
                });
            }
            queue.commit(burst, run.needed);
            java.util.Arrays.stream(marks).forEach(expected::add);
            assertTrue(queue.heldPackets() <= CAPACITY);
            run.positions.advance(0, burst - (burst % 4 == 0 ? 0 : 1));
            run.release();
        }
        run.positions.advance(0, sizes.size());
        run.release();
        assertEquals(expected, run.released);
        assertEquals(expected, read);
        assertEquals(0, queue.overflowCount());
    }

    /** A gate that shuts in the middle of bursts: their rest leaves later, in order, and waits under the same vector. */
    @Property(tries = 300)
    void shouldKeepTheRestOfABurstWhenTheGateShuts(
            @ForAll @Size(min = 1, max = 60) final List<@IntRange(min = 0, max = 5) Integer> opens) {
        final Try run = new Try(ReleaseCheck.WHEN_STABLE);
        int mark = 0;
        for (int burst = 1; burst <= opens.size(); burst++) {
            run.needed.raise(1, burst);
            // Five calls: two ports by turns, and more of the last than one call takes.
            for (final int size : new int[] {1, 2, 3, 20, 20}) {
                final int from = mark;
                mark += size;
                run.queue.add(size % 2, batch(IntStream.range(from, mark).toArray()));
            }
            run.queue.commit(burst, run.needed);
            run.positions.advance(1, burst);
            final int[] left = {opens.get(burst - 1)};
            run.queue.release(run.positions, run, () -> left[0]-- > 0);
            assertEquals(opens.get(burst - 1) == 5 ? burst : burst - 1, run.queue.releasedBurst());
            // The rest of an old burst may not hide behind positions that have begun again.
            assertEquals(0, run.queue.release(new StablePositions(2), run));
            run.release();
            assertEquals(burst, run.queue.releasedBurst());
            assertEquals(0, run.queue.heldPackets());
        }
        assertEquals(IntStream.range(0, mark).boxed().toList(), run.released);
    }

    @Test
    void shouldFreeTheRestOfABurstThatMayNeverLeave() {
        vector.raise(0, 1);
        hold.add(0, batch(1, 2));
        hold.add(1, batch(3, 4));
        hold.commit(1, vector);
        burst(2, 5);
        stable.advance(0, 1);
        final int[] left = {1};
        assertEquals(2, hold.release(stable, (port, batch) -> collect(batch, sent), () -> left[0]-- > 0));
        assertEquals(3, hold.dropAll());
        assertEquals(List.of(1, 2), sent);
        assertEquals(0, pool.inUsePackets());
    }

    private void checkNeverEarly(final List<Integer> steps, final ReleaseCheck check) {
        final Try run = new Try(check);
        long burst = 0;
        for (final int step : steps) {
            switch (step) {
                case 0, 3 -> {
                    run.needed.raise(0, ++burst);
                    run.queue.add(0, batch((int) burst));
                    run.queue.commit(burst, run.needed);
                }
                case 1, 4 -> run.positions.advance(0, Math.min(burst, run.positions.get(0) + 1));
                default -> run.release();
            }
            assertTrue(
                    run.released.size() <= run.positions.get(0),
                    "released " + run.released + " at " + run.positions.get(0));
        }
        run.queue.dropAll();
    }

    private void burst(final long number, final int... marks) {
        for (int i = 0; i < marks.length; i += PacketBatch.BURST_PACKETS) {
            final int end = Math.min(marks.length, i + PacketBatch.BURST_PACKETS);
            hold.add(0, batch(java.util.Arrays.copyOfRange(marks, i, end)));
        }
        hold.commit(number, vector);
    }

    private PacketBatch batch(final int... marks) {
        final PacketBatch batch = new PacketBatch();
        for (final int mark : marks) {
            final Packet packet = pool.allocate();
            packet.append(4);
            packet.putInt(0, mark);
            batch.add(packet);
        }
        return batch;
    }

    private int release() {
        return hold.release(stable, (port, batch) -> collect(batch, sent));
    }

    private static void collect(final PacketBatch batch, final List<Integer> target) {
        for (int i = 0; i < batch.size(); i++) {
            target.add(batch.get(i).getInt(0));
        }
        batch.free();
    }
}
