package io.holdfast.packet.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.Packet;
import io.holdfast.packet.header.Ipv4Header;
import io.holdfast.packet.memory.MemoryPacketPool;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowSteeringTest {
    private static final int UDP = Ipv4Header.PROTOCOL_UDP;

    private final MemoryPacketPool pool = new MemoryPacketPool(4);
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @AfterEach
    void shouldHaveFreedAll() {
        assertEquals(0, pool.inUsePackets());
        pool.close();
    }

    private int worker(final FlowSteering steering, final Packet frame) {
        final int worker = steering.worker(frame);
        frame.free();
        return worker;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 64})
    void shouldSendBothDirectionsToOneWorkerAndAgreeWithTheTuple(final int workers) {
        final FlowSteering steering = FlowSteering.of(workers);
        for (int i = 0; i < 5_000; i++) {
            final int protocol = random.nextBoolean() ? UDP : Ipv4Header.PROTOCOL_TCP;
            final int source = random.nextInt();
            final int destination = random.nextInt();
            final int ports = random.nextInt();
            final int expected = steering.worker(source, ports >>> 16, destination, ports & 0xffff, protocol);
            assertTrue(expected >= 0 && expected < workers, "seed " + seed);
            assertEquals(expected, worker(steering, SteeringFrames.ip(pool, protocol, source, destination, ports)));
            final int turned = Integer.rotateLeft(ports, 16);
            assertEquals(expected, worker(steering, SteeringFrames.ip(pool, protocol, destination, source, turned)));
        }
    }

    @Test
    void shouldSteerPingsByTheirIdentifierAndOtherIcmpByAddresses() {
        final FlowSteering steering = FlowSteering.of(64);
        final BitSet workers = new BitSet();
        for (int identifier = 0; identifier < 512; identifier++) {
            final int expected = steering.worker(1, identifier, 2, 0, Ipv4Header.PROTOCOL_ICMP);
            assertEquals(expected, worker(steering, SteeringFrames.echo(pool, 8, 1, 2, identifier)));
            assertEquals(expected, worker(steering, SteeringFrames.echo(pool, 0, 2, 1, identifier)));
            workers.set(expected);
            assertEquals(steering.worker(1, 0, 2, 0, 47), worker(steering, SteeringFrames.echo(pool, 3, 1, 2, 5)));
        }
        assertEquals(64, workers.cardinality());
    }

    @Test
    void shouldKeepAllFragmentsOfADatagramTogether() {
        final FlowSteering steering = FlowSteering.of(64);
        for (int i = 0; i < 100; i++) {
            final Packet first = SteeringFrames.ip(pool, UDP, i, 99, random.nextInt());
            SteeringFrames.fragment(first, 0x2000);
            final Packet last = SteeringFrames.ip(pool, UDP, i, 99, random.nextInt());
            SteeringFrames.fragment(last, 185);
            assertEquals(worker(steering, first), worker(steering, last));
        }
    }

    @Test
    void shouldSteerWhateverIsNoWholeIpv4Header() {
        final FlowSteering steering = FlowSteering.of(4);
        for (int length = 0; length <= SteeringFrames.BYTES; length++) {
            final Packet frame = SteeringFrames.udp(pool, random.nextInt(1 << 16), 0);
            frame.truncate(length);
            if (length < 34) {
                assertEquals(FlowSteering.OTHERS_WORKER, steering.worker(frame));
            }
            worker(steering, frame);
        }
        final Packet arp = SteeringFrames.udp(pool, 77, 0);
        arp.putShort(12, 0x0806);
        assertEquals(FlowSteering.OTHERS_WORKER, worker(steering, arp));
    }

    @Test
    void shouldSurviveRandomBytes() {
        final FlowSteering steering = FlowSteering.of(3);
        for (int i = 0; i < 20_000; i++) {
            final Packet frame = SteeringFrames.ip(pool, random.nextInt(256), 1, 2, random.nextInt());
            for (int change = 0; change < 4; change++) {
                frame.putByte(random.nextInt(40), random.nextInt(256));
            }
            frame.truncate(random.nextInt(SteeringFrames.BYTES + 1));
            assertTrue(worker(steering, frame) < 3, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8})
    void shouldSpreadFlowsEvenly(final int workers) {
        final FlowSteering steering = FlowSteering.of(workers);
        final int[] flows = new int[workers];
        final int count = 100_000;
        for (int i = 0; i < count; i++) {
            final int inside = 0x0a00_0000 | random.nextInt(1 << 8);
            flows[steering.worker(inside, 32_768 + random.nextInt(28_232), 0xcb00_7109, 443, UDP)]++;
        }
        for (final int flowsOfOne : flows) {
            assertEquals((double) count / workers, flowsOfOne, 0.08 * count / workers, "seed " + seed);
        }
    }

    /** The low 16 bits are a permutation: every port leads to each worker as often as any other. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 64})
    void shouldGiveEachWorkerItsShareOfThePorts(final int workers) {
        final FlowSteering steering = FlowSteering.of(workers);
        final int[] ports = new int[workers];
        for (int port = 0; port < 1 << 16; port++) {
            ports[steering.worker(0x0808_0808, 443, 0xcb00_7101, port, UDP)]++;
        }
        for (final int portsOfOne : ports) {
            assertEquals((1 << 16) / workers, portsOfOne);
        }
    }

    @Test
    void shouldRefuseNumbersOfWorkersThatThereCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> FlowSteering.of(0));
        assertThrows(IllegalArgumentException.class, () -> FlowSteering.of(65));
    }
}
