package io.holdfast.perf.flood;

import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import io.holdfast.perf.load.DeviceLoadPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A process on the segment between the nodes, without their key: listens first, then sends wrong frames to one of them
 * at a rate. It goes by raw frames, 32 for a system call.
 */
public final class Stranger {
    private static final long SLICE_NS = 200_000;
    private static final double NS_PER_S = 1e9;
    private static final int NODE_PORTS = 5;
    private static final int POLLED = 64;

    /** What is not sent for so long because somebody else had the processor is not made up for. */
    private static final double MOST_BEHIND_S = 0.05;

    private final FloodSignal signal;
    private final DeviceLoadPort link;
    private final HeardFrames heard;
    private final int port;
    private final byte[] ownMac;
    private final Random random;
    private final Map<FloodKind, long[]> addresses = new EnumMap<>(FloodKind.class);
    private final Map<FloodKind, int[]> lengths = new EnumMap<>(FloodKind.class);
    private long sent;
    private int next;

    private Stranger(
            final FloodSignal signal, final PacketDevices devices, final InetSocketAddress node, final long seed) {
        this.signal = signal;
        link = new DeviceLoadPort(devices.port(0), devices.pool(0));
        heard = new HeardFrames(ByteBuffer.wrap(node.getAddress().getAddress()).getInt());
        port = node.getPort();
        ownMac = ByteBuffer.allocate(Long.BYTES)
                .putLong(devices.port(0).macAddress() << 16)
                .array();
        random = new Random(seed);
    }

    /** Runs until it is ended. Arguments: signal file, interface, node's address, node's first port, seed. */
    public static void main(final String[] arguments) throws UnknownHostException {
        final FloodSignal signal = new FloodSignal(Path.of(arguments[0]));
        try (PacketDevices devices = Devices.open(
                List.of(new PortSettings("sync", "net_af_packet,iface=" + arguments[1])),
                1,
                DeviceSettings.defaults())) {
            devices.attachWorker(0, -1);
            final InetSocketAddress node =
                    new InetSocketAddress(InetAddress.getByName(arguments[2]), Integer.parseInt(arguments[3]));
            new Stranger(signal, devices, node, Long.parseLong(arguments[4])).run();
        }
    }

    private void run() {
        signal.state(FloodSignal.HEARING);
        while (signal.isHearing()) {
            if (link.poll(heard::onFrame, POLLED) == 0) {
                LockSupport.parkNanos(SLICE_NS);
            }
            signal.heard(heard.count(), heard.byPort().size());
        }
        makeFrames();
        signal.state(FloodSignal.READY);
        flood();
    }

    private void makeFrames() {
        final FloodFrames frames = new FloodFrames(ownMac, heard.byPort(), port, NODE_PORTS, random);
        for (final FloodKind kind : FloodKind.values()) {
            final List<byte[]> all = frames.of(kind);
            addresses.put(kind, all.stream().mapToLong(Stranger::placed).toArray());
            lengths.put(kind, all.stream().mapToInt(frame -> frame.length).toArray());
        }
    }

    private static long placed(final byte[] frame) {
        final long address = NativeMemory.allocate(frame.length);
        NativeMemory.copyFromArray(frame, 0, address, frame.length);
        return address;
    }

    private void flood() {
        double due = 0;
        long lastNs = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(SLICE_NS);
            final long nowNs = System.nanoTime();
            final double perSecond = signal.wantedPerSecond();
            due = perSecond == 0 ? 0 : due + (nowNs - lastNs) * perSecond / NS_PER_S;
            due = Math.min(due, perSecond * MOST_BEHIND_S);
            lastNs = nowNs;
            final FloodKind kind = signal.wantedKind();
            for (; due >= 1; due--) {
                send(kind);
            }
            link.flush();
            // What the device did not take was not sent.
            signal.sent(sent - link.droppedCount());
            // Else the device's ring stays full of what is nothing to us.
            link.poll((address, length) -> {}, POLLED);
        }
    }

    private void send(final FloodKind kind) {
        final int number = Math.floorMod(next++, addresses.get(kind).length);
        if (link.send(addresses.get(kind)[number], lengths.get(kind)[number])) {
            sent++;
        }
    }
}
