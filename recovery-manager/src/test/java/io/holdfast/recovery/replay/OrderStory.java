package io.holdfast.recovery.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.element.AccessControl;
import io.holdfast.log.AccessNotes;
import io.holdfast.log.AccessView;
import io.holdfast.log.StablePositions;
import io.holdfast.recovery.order.OrderedAccess;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import io.holdfast.recovery.order.Waiting;
import io.holdfast.recovery.simulation.Fiber;
import io.holdfast.release.ReleaseVector;
import java.util.ArrayList;
import java.util.List;

/** A master whose workers do what a test says, in that order, and the recovery of what was stored. */
final class OrderStory {
    private static final int VARIABLES = 4;
    private static final int ACCESS_BYTES = 256;
    private static final int MAX_ROUNDS = 100;

    private final int workers;
    private final VariableTable masters;
    private final VariableTable replicas;
    private final StablePositions stable;
    private final AccessRing[] rings;
    private final List<MasterWorker> all = new ArrayList<>();
    private final List<String> replayed = new ArrayList<>();
    private final ReplayOrder order;

    OrderStory(final int workers) {
        this(workers, 256);
    }

    /** With stores that have room for so many accesses of each worker. */
    OrderStory(final int workers, final int storeAccesses) {
        this.workers = workers;
        masters = new VariableTable(VARIABLES, workers);
        replicas = new VariableTable(VARIABLES, workers);
        stable = new StablePositions(workers);
        rings = new AccessRing[workers];
        for (int i = 0; i < workers; i++) {
            rings[i] = new AccessRing(i, workers, storeAccesses);
            all.add(new MasterWorker(i));
        }
        order = new ReplayOrder(rings, replicas);
    }

    /** A worker, by number from 1 on, as the design's stories have them. */
    MasterWorker worker(final int number) {
        return all.get(number - 1);
    }

    /** The master dies: what is not stored is lost. */
    void masterDies() {
        order.seal();
    }

    /** A worker's accesses up to the line. */
    long lineOf(final int number) {
        return order.line(number - 1);
    }

    /** Replays what is stored, up to the line, each worker suspended wherever it must wait. */
    List<String> replay(final Waiting waiting) {
        final List<Fiber> fibers = new ArrayList<>();
        for (final MasterWorker worker : all) {
            fibers.add(new Fiber("replay " + worker.number, () -> worker.replay(waiting)));
        }
        for (int round = 0; round < MAX_ROUNDS; round++) {
            fibers.stream().filter(fiber -> !fiber.isDone()).forEach(Fiber::step);
            if (fibers.stream().allMatch(Fiber::isDone)) {
                return replayed;
            }
        }
        return fail("replay is stuck after " + replayed);
    }

    /** One worker of the master, and what its stream holds. */
    final class MasterWorker {
        private final int number;
        private final AccessNotes notes = new AccessNotes(workers, ACCESS_BYTES);
        private final OrderedAccess access;
        private final AccessView view;
        private final List<String> program = new ArrayList<>();
        private final List<Integer> burstEnds = new ArrayList<>();
        private final List<byte[]> logged = new ArrayList<>();
        private final List<long[]> vectors = new ArrayList<>();
        private int stored;

        private MasterWorker(final int index) {
            number = index + 1;
            access = new OrderedAccess(index, masters, () -> fail("nobody holds a lock here"), notes);
            view = new AccessView(index, workers, VARIABLES);
            access.beginBurst(1);
        }

        MasterWorker reads(final char variable) {
            access.beginRead(variable - 'X');
            access.endRead(variable - 'X');
            program.add("R" + variable);
            return this;
        }

        MasterWorker writes(final char variable) {
            access.beginWrite(variable - 'X');
            access.endWrite(variable - 'X');
            program.add("W" + variable);
            return this;
        }

        MasterWorker changesLocalState() {
            access.localChange();
            return this;
        }

        MasterWorker endsBurst() {
            final byte[] bytes = new byte[notes.lengthBytes()];
            notes.buffer().getBytes(0, bytes);
            logged.add(bytes);
            burstEnds.add(program.size());
            final long[] vector = new long[workers];
            access.vector().copyTo(vector, 0);
            vectors.add(vector);
            access.beginBurst(logged.size() + 1);
            return this;
        }

        /** Whether the replica's store has room for the next record. */
        boolean hasRoomForNext() {
            final int next = Math.min(stored + 1, logged.size());
            return rings[number - 1].hasRoom(accesses(next) - accesses(next - 1));
        }

        /** The replica stores and acknowledges the next record. */
        MasterWorker storesNext() {
            final byte[] bytes = logged.get(stored++);
            final org.agrona.concurrent.UnsafeBuffer buffer = new org.agrona.concurrent.UnsafeBuffer(bytes);
            assertEquals(accesses(stored) - accesses(stored - 1), view.wrap(buffer, 0, bytes.length));
            rings[number - 1].append(stored, view);
            stable.advance(number - 1, stored);
            return this;
        }

        /** Whether the outputs of a burst may have left. */
        boolean mayRelease(final int burst) {
            final ReleaseVector vector = new ReleaseVector(workers);
            vector.mergeFrom(vectors.get(burst - 1), 0);
            return vector.isStable(stable);
        }

        private int accesses(final int burst) {
            return burst == 0 ? 0 : burstEnds.get(burst - 1);
        }

        private void replay(final Waiting waiting) {
            final SwitchingAccess switching = new SwitchingAccess();
            final ReplayingAccess replaying = new ReplayingAccess(
                    number - 1, order, waiting, switching, AccessControl.UNPROTECTED, i -> "" + (char) ('X' + i));
            switching.become(replaying);
            for (int burst = 1; burst <= stored; burst++) {
                replaying.beginBurst(burst);
                for (int i = accesses(burst - 1); i < accesses(burst); i++) {
                    doAccess(switching, replaying, program.get(i));
                }
                replaying.endBurst();
            }
            if (!replaying.isLive()) {
                replaying.goLive();
            }
        }

        private void doAccess(final SwitchingAccess switching, final ReplayingAccess replaying, final String what) {
            final int variable = what.charAt(1) - 'X';
            if (what.charAt(0) == 'R') {
                switching.beginRead(variable);
                replayed.add(number + "." + what + (replaying.isLive() ? " live" : ""));
                switching.endRead(variable);
            } else {
                switching.beginWrite(variable);
                replayed.add(number + "." + what + (replaying.isLive() ? " live" : ""));
                switching.endWrite(variable);
            }
        }
    }
}
