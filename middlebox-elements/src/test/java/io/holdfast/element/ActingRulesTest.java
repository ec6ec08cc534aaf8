package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.Packet;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done for a packet, and what is not: the log keeps of a burst what its packets changed, and no more. */
class ActingRulesTest {
    private static final String ROOT = "io.holdfast.element";

    /** A full lane would pass on other packets while the element acts for one. */
    @Test
    void shouldGiveLanesTheContextOfAnElementThatActsForPackets() {
        final JavaClasses all = new ClassFileImporter().importPackages(ROOT + "..");
        final List<String> acting = all.stream()
                .filter(ActingRulesTest::actsForPackets)
                .map(JavaClass::getName)
                .toList();
        assertTrue(acting.stream().anyMatch(name -> name.endsWith(".ARPQuerier")), acting::toString);
        assertEquals(
                List.of(),
                all.stream()
                        .filter(ActingRulesTest::actsForPackets)
                        .filter(ActingRulesTest::makesLanesWithoutContext)
                        .map(JavaClass::getName)
                        .toList());
    }

    private static boolean actsForPackets(final JavaClass javaClass) {
        return javaClass.getMethodCallsFromSelf().stream()
                .anyMatch(call ->
                        call.getName().equals("actFor") && call.getTargetOwner().isEquivalentTo(ElementContext.class));
    }

    private static boolean makesLanesWithoutContext(final JavaClass javaClass) {
        return javaClass.getConstructorCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(OutputLanes.class)
                        && call.getTarget().getRawParameterTypes().size() == 1);
    }

    /** Burst numbers begin anew in each log epoch, so where a packet came in once would name another one now. */
    @Test
    void shouldBeNobodysWhatHasWaitedInAQueue() {
        try (FlatStateStore store = new FlatStateStore();
                MemoryPacketPool pool = new MemoryPacketPool(4)) {
            final LocalState state = store.localState(
                    "queue", "packets", 0, PacketQueue.lengthBytes(4, true), AccessControl.UNPROTECTED);
            final PacketQueue queue = new PacketQueue(state, pool, 4, true);
            final Packet packet = pool.allocate();
            packet.append(60);
            packet.origin(64);
            queue.addLast(packet);
            final Packet taken = queue.removeFirst();
            assertEquals(Packet.NO_ORIGIN, taken.origin());
            taken.free();
        }
    }
}
