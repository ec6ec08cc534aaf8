package io.holdfast.nat.run;

import io.holdfast.element.AccessControl;
import io.holdfast.element.BurstClock;
import io.holdfast.element.ControlService;
import io.holdfast.element.StateStore;
import io.holdfast.element.WorkerEnvironment;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PacketPool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one graph of a run is given; a graph that replaces another has an environment of its own. */
final class RunEnvironment implements WorkerEnvironment {
    private final RunSettings settings;
    private final PacketDevices devices;
    private final BurstClock clock;
    private final StateStore state = new FlatStateStore();
    private final Map<String, ControlService> controls = new LinkedHashMap<>();
    private final Map<String, List<String>> signalHandlers = new LinkedHashMap<>();
    private int stopRequests;

    RunEnvironment(final RunSettings settings, final PacketDevices devices, final BurstClock clock) {
        this.settings = settings;
        this.devices = devices;
        this.clock = clock;
    }

    /** Control sockets that elements ask for, by element. */
    Map<String, ControlService> controls() {
        return controls;
    }

    /** Write handlers to call at a signal, by its name. */
    Map<String, List<String>> signalHandlers() {
        return signalHandlers;
    }

    /** Whether there is a request to stop that was not taken yet; takes one. */
    boolean takeStopRequest() {
        if (stopRequests == 0) {
            return false;
        }
        stopRequests--;
        return true;
    }

    @Override
    public int worker() {
        return 0;
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public PacketPool pool() {
        return devices.pool(0);
    }

    @Override
    public BurstClock clock() {
        return clock;
    }

    @Override
    public long randomSeed() {
        return settings.seed();
    }

    @Override
    public int portNumber(final String name) {
        return devices.portNumber(name);
    }

    @Override
    public int portCount() {
        return devices.portCount();
    }

    @Override
    public void transmit(final int port, final PacketBatch batch) {
        devices.port(port).transmit(0, batch);
    }

    @Override
    public AccessControl accessControl() {
        return AccessControl.UNPROTECTED;
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public void chatter(final String line) {
        settings.err().println(line);
    }

    @Override
    public void print(final String text) {
        settings.out().print(text);
    }

    @Override
    public String print(final String file, final boolean append, final String text) {
        if (file.equals("-")) {
            print(text);
            return null;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
            return null;
        } catch (final IOException e) {
            return "cannot write " + file + ": " + e;
        }
    }

    @Override
    public OutputStream openFile(final String filename) throws IOException {
        return Files.newOutputStream(Path.of(filename));
    }

    @Override
    public void requestStop() {
        stopRequests++;
    }

    @Override
    public void openControl(final String owner, final ControlService service) {
        controls.put(owner, service);
    }

    @Override
    public String onSignal(final String signal, final String handler) {
        if (!RunSignals.canWatch(signal)) {
            return "no signal that a run can watch: " + signal;
        }
        signalHandlers.computeIfAbsent(signal, name -> new ArrayList<>()).add(handler);
        return null;
    }
}
