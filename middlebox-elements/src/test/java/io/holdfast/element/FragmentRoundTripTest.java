package io.holdfast.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What IPFragmenter splits, IPReassembler puts together, whatever happens on the way. */
class FragmentRoundTripTest {
    private static final HexFormat HEX = HexFormat.of();

    @Property(tries = 60)
    void shouldPutTogetherWhatWasSplit(@ForAll final long seed) {
        final Random random = new Random(seed);
        final int mtu = 68 + random.nextInt(400);
        final byte[] packet = packet(random);
        try (GraphTester graph = GraphTester.of("TestInput(0) -> MarkIPHeader -> IPFragmenter(" + mtu
                + ") -> TestOutput(0); TestInput(1) -> MarkIPHeader -> r :: IPReassembler -> TestOutput(1)")) {
            graph.receive(0, new byte[][] {packet});
            final List<byte[]> fragments = new ArrayList<>(graph.sentBytes(0));
            for (final byte[] fragment : fragments) {
                assertTrue(fragment.length <= mtu, "seed " + seed);
            }
            Collections.shuffle(fragments, random);
            if (fragments.size() > 1) {
                fragments.addFirst(fragments.getFirst());
            }
            graph.receive(1, fragments.toArray(byte[][]::new));
            assertEquals(List.of(HEX.formatHex(packet)), graph.sent(1), "seed " + seed + ", MTU " + mtu);
            assertEquals("0", graph.read("r.waiting"));
        }
    }

    private static byte[] packet(final Random random) {
        final byte[] data = new byte[random.nextInt(1500)];
        random.nextBytes(data);
        final String options = random.nextBoolean() ? "" : " opt=830b040505050506060606" + "01";
        final byte[] packet = FrameText.parse("udp 1.1.1.1:1 2.2.2.2:2 off=0000" + options
                + (data.length == 0 ? "" : " data=" + HEX.formatHex(data)));
        assertEquals(0, ByteBuffer.wrap(packet).getShort(6));
        return packet;
    }
}
