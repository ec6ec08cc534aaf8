package io.holdfast.element;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Seeded random steps for a graph: bursts of many kinds of packets, time, and writes of handlers. */
final class ReplayTraffic {
    private static final String[] VALUES = {
        "0", "1", "2", "7", "true", "false", "100", "10.0.0.0/8 0", "10.0.0.1", "", "x", "1kBps", "0.5"
    };
    private static final String[] OPTIONS = {
        "", " opt=0707040000000000", " opt=830b0c050505050606060600", " opt=4408050000000000"
    };

    private final Random random;
    private final List<String> writers;

    /**
     * Makes a source of steps.
     *
     * @param writers write handlers that may be used
     */
    ReplayTraffic(final long seed, final List<String> writers) {
        random = new Random(seed);
        this.writers = writers;
    }

    /**
     * One thing that happens to a graph.
     *
     * @param port that receives, if there are frames
     * @param frames of a burst; none if time goes on or a handler is written
     * @param advanceNs how far time goes on, before anything else
     * @param handler that is written; empty for none
     */
    record Step(int port, List<byte[]> frames, long advanceNs, String handler, String value) {
        /** Does it; what a handler refuses is refused everywhere. */
        void run(final GraphTester graph) {
            graph.advance(advanceNs);
            if (!frames.isEmpty()) {
                graph.receive(port, frames.toArray(byte[][]::new));
            }
            if (!handler.isEmpty()) {
                try {
                    graph.write(handler, value);
                } catch (final IllegalArgumentException e) {
                    assert e.getMessage() != null;
                }
                graph.settle();
            }
        }

        @Override
        public String toString() {
            return "port " + port + " "
                    + frames.stream().map(HexFormat.of()::formatHex).toList() + " +" + advanceNs + " ns " + handler
                    + " " + value;
        }
    }

    Step next() {
        final int kind = random.nextInt(12);
        if (kind == 0) {
            return new Step(0, List.of(), random.nextLong(40_000_000_000L), "", "");
        }
        if (kind == 1 && !writers.isEmpty()) {
            final String handler = writers.get(random.nextInt(writers.size()));
            return new Step(0, List.of(), 0, handler, VALUES[random.nextInt(VALUES.length)]);
        }
        final List<byte[]> frames = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            frames.add(frame());
        }
        return new Step(random.nextInt(4), frames, random.nextLong(200_000_000L), "", "");
    }

    private byte[] frame() {
        return switch (random.nextInt(8)) {
            case 0 -> garbage();
            case 1 -> ethernet(ip());
            case 2 -> arp();
            default -> ip();
        };
    }

    private byte[] garbage() {
        final byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] arp() {
        final byte[] packet = Frames.arp(1 + random.nextInt(2), mac(), address(), mac(), address());
        return Frames.ethernet(random.nextBoolean() ? 0xffff_ffff_ffffL : mac(), mac(), 0x0806, packet);
    }

    private byte[] ethernet(final byte[] packet) {
        final byte[] frame = Frames.ethernet(mac(), mac(), 0x0800, packet);
        if (random.nextInt(4) != 0) {
            return frame;
        }
        final byte[] tagged = new byte[frame.length + 4];
        System.arraycopy(frame, 0, tagged, 0, 12);
        tagged[12] = (byte) 0x81;
        tagged[15] = (byte) random.nextInt(4);
        System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
        return tagged;
    }

    private byte[] ip() {
        final String fields = " ttl=" + random.nextInt(5)
                + " tos=" + Integer.toHexString(random.nextInt(256))
                + " ipid=" + random.nextInt(4)
                + " off=" + new String[] {"0", "0", "0", "4000", "2000", "1", "2001", "2"}[random.nextInt(8)]
                + OPTIONS[random.nextInt(OPTIONS.length)]
                + " data=" + "a1b2c3d4e5f60718".repeat(random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(20));
        final String from = "10.0.0." + random.nextInt(5);
        final String to = "10.0." + random.nextInt(2) + "." + random.nextInt(5);
        final String ports = ":" + (1 + random.nextInt(4));
        return FrameText.parse(
                switch (random.nextInt(4)) {
                    case 0 ->
                        "ping " + (random.nextBoolean() ? "request " : "reply ") + from + " " + to + " id="
                                + random.nextInt(3) + fields;
                    case 1 ->
                        "tcp " + from + ports + " " + to + ":" + (1 + random.nextInt(4)) + " "
                                + new String[] {"S", "SA", "A", "F", "R"}[random.nextInt(5)] + fields;
                    default ->
                        "udp " + from + ports + " " + to + ":" + (1 + random.nextInt(4)) + fields
                                + (random.nextInt(4) == 0 ? " checksum=no" : "");
                });
    }

    private long mac() {
        return 0x0200_0000_0000L + random.nextInt(5);
    }

    private int address() {
        return 0x0a00_0000 + random.nextInt(5);
    }
}
