package io.holdfast.element;

import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketBytes;
import io.holdfast.packet.PacketPool;
import java.util.ArrayList;
import java.util.List;

/** A worker's environment in memory: keeps what is transmitted, by port. */
final class TestEnvironment implements WorkerEnvironment {
    private static final int POOL_PACKETS = 1024;

    private final int worker;
    private final int workers;
    private final StateStore state;
    private final AccessControl accessControl;
    private final List<String> portNames;
    private final TestPacketPool pool = new TestPacketPool(POOL_PACKETS);
    private final BurstClock clock = new BurstClock();
    private final List<List<byte[]>> sent = new ArrayList<>();
    private final List<String> printed = new ArrayList<>();
    private boolean isStopRequested;

    TestEnvironment(
            final int worker,
            final int workers,
            final StateStore state,
            final AccessControl accessControl,
            final List<String> portNames) {
        this.worker = worker;
        this.workers = workers;
        this.state = state;
        this.accessControl = accessControl;
        this.portNames = portNames;
        portNames.forEach(name -> sent.add(new ArrayList<>()));
    }

    /** Frames sent out of a port since this was last asked, oldest first. */
    List<byte[]> takeSent(final int port) {
        final List<byte[]> taken = new ArrayList<>(sent.get(port));
        sent.get(port).clear();
        return taken;
    }

    /** Lines shown since this was last asked. */
    List<String> takePrinted() {
        final List<String> taken = new ArrayList<>(printed);
        printed.clear();
        return taken;
    }

    /** Whether an element has asked the driver to stop. */
    boolean isStopRequested() {
        return isStopRequested;
    }

    @Override
    public void chatter(final String line) {
        printed.addAll(List.of(line.stripTrailing().split("\n", -1)));
    }

    @Override
    public void print(final String text) {
        printed.addAll(List.of(text.stripTrailing().split("\n", -1)));
    }

    @Override
    public String print(final String file, final boolean append, final String text) {
        try {
            java.nio.file.Files.writeString(
                    java.nio.file.Path.of(file),
                    text,
                    java.nio.file.StandardOpenOption.CREATE,
                    append
                            ? java.nio.file.StandardOpenOption.APPEND
                            : java.nio.file.StandardOpenOption.TRUNCATE_EXISTING,
                    java.nio.file.StandardOpenOption.WRITE);
            return null;
        } catch (final java.io.IOException e) {
            return file + ": " + e.getMessage();
        }
    }

    @Override
    public java.io.OutputStream openFile(final String filename) throws java.io.IOException {
        return java.nio.file.Files.newOutputStream(java.nio.file.Path.of(filename));
    }

    @Override
    public void requestStop() {
        isStopRequested = true;
    }

    @Override
    public int worker() {
        return worker;
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public PacketPool pool() {
        return pool;
    }

    @Override
    public BurstClock clock() {
        return clock;
    }

    @Override
    public long randomSeed() {
        return 0x1234_5678L + worker;
    }

    @Override
    public int portNumber(final String name) {
        return portNames.indexOf(name);
    }

    @Override
    public int portCount() {
        return portNames.size();
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            sent.get(port).add(PacketBytes.of(batch.get(i)));
        }
        batch.free();
    }

    @Override
    public AccessControl accessControl() {
        return accessControl;
    }

    @Override
    public StateStore state() {
        return state;
    }
}
