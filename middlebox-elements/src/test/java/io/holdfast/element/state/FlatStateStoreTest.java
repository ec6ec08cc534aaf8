package io.holdfast.element.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.element.AccessControl;
import io.holdfast.element.LocalState;
import io.holdfast.element.SharedCounter;
import io.holdfast.element.SharedPool;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StateRegion;
import io.holdfast.element.StateStore;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatStateStoreTest {
    private static final AccessControl NONE = AccessControl.UNPROTECTED;

    @Test
    void shouldNumberAndNameVariables() {
        try (FlatStateStore store = new FlatStateStore()) {
            store.sharedCounter("rw", "count", NONE);
            store.localState("rw", "scratch", 0, 10, NONE);
            store.sharedTable("rw", "flows", new TableLayout(100, 8, 4), NONE);
            store.sharedPool("rw", "ports", 10, 20, NONE);
            store.sharedTable("rw", "flows", new TableLayout(100, 8, 4), NONE);

            assertEquals(6, store.variableCount());
            assertEquals("rw.count", store.variableName(0));
            assertEquals("rw.flows[0]", store.variableName(1));
            assertEquals("rw.flows[3]", store.variableName(4));
            assertEquals("rw.ports", store.variableName(5));
            assertThrows(IllegalArgumentException.class, () -> store.variableName(6));
            assertEquals(
                    List.of("rw.count", "rw.scratch#0", "rw.flows", "rw.ports"),
                    store.regions().stream().map(StateRegion::name).toList());
        }
    }

    @Test
    void shouldShareMemoryBetweenTheViewsOfWorkers() {
        final RecordingAccess first = new RecordingAccess();
        final RecordingAccess second = new RecordingAccess();
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedCounter mine = store.sharedCounter("e", "n", first);
            final SharedCounter yours = store.sharedCounter("e", "n", second);
            assertEquals(0, mine.getAndAdd(5));
            assertEquals(5, yours.get());
            yours.set(9);
            assertEquals(9, mine.get());
            assertEquals(List.of("w0", "r0"), first.take());
            assertEquals(List.of("r0", "w0"), second.take());
        }
    }

    @Test
    void shouldRefuseAnotherLayoutForTheSameContainer() {
        try (FlatStateStore store = new FlatStateStore()) {
            store.sharedTable("e", "t", new TableLayout(100, 8, 4), NONE);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> store.sharedTable("e", "t", new TableLayout(100, 8, 8), NONE));
            assertThrows(IllegalArgumentException.class, () -> store.sharedCounter("e", "t", NONE));
        }
    }

    @Test
    void shouldGiveEachWorkerItsOwnLocalState() {
        final RecordingAccess access = new RecordingAccess();
        try (FlatStateStore store = new FlatStateStore()) {
            final LocalState zero = store.localState("e", "s", 0, 16, access);
            final LocalState one = store.localState("e", "s", 1, 16, access);
            zero.changing();
            NativeMemory.putLong(zero.address() + 8, 7);
            assertEquals(0, NativeMemory.getLong(one.address() + 8));
            assertEquals(16, one.lengthBytes());
            assertEquals(List.of("local"), access.take());
        }
    }

    @Test
    void shouldRefuseNumbersThatCannotHaveBeenTaken() {
        try (FlatStateStore store = new FlatStateStore()) {
            final SharedPool pool = store.sharedPool("e", "p", 1, 3, NONE);
            assertThrows(IllegalStateException.class, () -> pool.give(1));
            pool.take();
            assertThrows(IllegalStateException.class, () -> pool.give(3));
            assertThrows(IllegalArgumentException.class, () -> store.sharedPool("e", "q", 3, 3, NONE));
        }
    }

    @Test
    void shouldBeRightAfterItsMemoryWasCopiedToAnotherStore() {
        try (FlatStateStore store = new FlatStateStore();
                FlatStateStore copy = new FlatStateStore()) {
            change(store);
            final SharedTable table = copy.sharedTable("e", "t", new TableLayout(50, 8, 4), NONE);
            final SharedPool pool = copy.sharedPool("e", "p", 0, 10, NONE);
            for (int i = 0; i < store.regions().size(); i++) {
                final StateRegion from = store.regions().get(i);
                NativeMemory.copy(from.address(), copy.regions().get(i).address(), from.lengthBytes());
            }
            assertArrayEquals(memory(store), memory(copy));
            assertEquals(29, table.size());
            assertEquals(3, NativeMemory.getLong(table.openRead(3, 3)));
            table.close();
            assertEquals(1, pool.take());
        }
    }

    private static void change(final StateStore store) {
        final SharedTable table = store.sharedTable("e", "t", new TableLayout(50, 8, 4), NONE);
        for (int i = 0; i < 30; i++) {
            table.openWrite(i, i);
            NativeMemory.putLong(table.insert(), i);
            table.close();
        }
        table.openWrite(7, 7);
        table.remove();
        table.close();
        store.sharedPool("e", "p", 0, 10, NONE).take();
    }

    /** All state of a store, as bytes. */
    static byte[] memory(final StateStore store) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final StateRegion region : store.regions()) {
            final byte[] content = new byte[(int) region.lengthBytes()];
            NativeMemory.copyToArray(region.address(), content, 0, content.length);
            bytes.writeBytes(content);
        }
        return bytes.toByteArray();
    }
}
