package io.holdfast.recovery.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.AccessControl;
import io.holdfast.log.AccessNotes;
import io.holdfast.log.AccessView;
import io.holdfast.recovery.order.SwitchingAccess;
import io.holdfast.recovery.order.VariableTable;
import org.junit.jupiter.api.Test;

/** What replay says when a graph does not do what the log says. */
class ReplayingAccessTest {
    private static final String[] NAMES = {"rw.flows[0]", "rw.flows[1]", "counter.n"};

    private final AccessRing ring = new AccessRing(0, 2, 64);
    private final VariableTable variables = new VariableTable(NAMES.length, 2);
    private final ReplayOrder order = new ReplayOrder(new AccessRing[] {ring, new AccessRing(1, 2, 64)}, variables);
    private final ReplayingAccess access = new ReplayingAccess(
            0,
            order,
            () -> {
                throw new IllegalStateException("waits");
            },
            new SwitchingAccess(),
            AccessControl.UNPROTECTED,
            i -> NAMES[i]);

    private void logOneReadAndOneWrite() {
        final AccessNotes notes = new AccessNotes(2, 256);
        notes.read(1, 0);
        notes.write(2, 1, 0, new long[2], 0);
        final AccessView view = new AccessView(0, 2, NAMES.length);
        view.wrap(notes.buffer(), 0, notes.lengthBytes());
        ring.append(1, view);
        access.beginBurst(1);
    }

    /** The burst is not stopped in its middle: the access waits until all workers stand, and then goes on. */
    private void expect(final String what, final Runnable replay) {
        order.arrive();
        replay.run();
        assertEquals(
                "replay of worker 0 diverges in burst 1: " + what,
                order.divergence().getMessage());
        assertTrue(order.isAbandoned());
    }

    @Test
    void shouldReportAnotherVariable() {
        logOneReadAndOneWrite();
        expect("reads rw.flows[0] where the log has read of rw.flows[1] version 0", () -> access.beginRead(0));
    }

    @Test
    void shouldReportAnotherKind() {
        logOneReadAndOneWrite();
        expect("writes rw.flows[1] where the log has read of rw.flows[1] version 0", () -> access.beginWrite(1));
    }

    @Test
    void shouldReportAnAccessTooMany() {
        logOneReadAndOneWrite();
        access.beginRead(1);
        access.endRead(1);
        access.beginWrite(2);
        access.endWrite(2);
        access.endBurst();
        expect("reads counter.n where the log has no access", () -> access.beginRead(2));
    }

    @Test
    void shouldReportAnAccessTooFew() {
        logOneReadAndOneWrite();
        access.beginRead(1);
        access.endRead(1);
        expect("ends before the log's write of counter.n version 1", access::endBurst);
    }

    @Test
    void shouldReportAReadThatComesTooLate() {
        logOneReadAndOneWrite();
        variables.makeVersion(1);
        expect("read of rw.flows[1] version 0 comes after version 1", () -> access.beginRead(1));
    }

    @Test
    void shouldWaitForAVersion() {
        final AccessNotes notes = new AccessNotes(2, 256);
        notes.read(1, 1);
        final AccessView view = new AccessView(0, 2, NAMES.length);
        view.wrap(notes.buffer(), 0, notes.lengthBytes());
        ring.append(1, view);
        access.beginBurst(1);
        assertEquals(
                "waits",
                assertThrows(IllegalStateException.class, () -> access.beginRead(1))
                        .getMessage());
        variables.makeVersion(1);
        access.beginRead(1);
        access.endRead(1);
    }
}
