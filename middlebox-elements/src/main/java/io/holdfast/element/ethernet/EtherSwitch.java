package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLong;
import io.holdfast.element.Output;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.PacketCopies;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Timer;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;

/**
 * A learning, forwarding Ethernet bridge (IEEE 802.1D section 7).
 *
 * <p>A frame goes to the port at which its destination was last heard; not back where it came from; and to all other
 * ports if that is unknown, older than TIMEOUT, or a group. With one output more than inputs, as ListenEtherSwitch, a
 * copy of every frame goes there.
 */
final class EtherSwitch extends Element {
    static final Parameter<Long> TIMEOUT = Parameter.keyword(
            "TIMEOUT", ArgumentTypes.DURATION_NS, "300", "s", "after which a station is forgotten; 0: never");
    static final Parameter<Integer> CAPACITY = Parameter.keyword(
            "CAPACITY", ArgumentTypes.integer(1, 1 << 20), "8192", "stations", "most that are remembered");

    private final boolean hasListener;
    private int capacity;
    private long initialTimeoutNs;
    private LocalLong timeoutNs;
    private StationTable stations;
    private ElementContext context;
    private Timer sweeper;
    private OutputLanes lanes;
    private StatisticsCounter tooShort;
    private StatisticsCounter noBuffer;

    private EtherSwitch(final boolean hasListener) {
        this.hasListener = hasListener;
    }

    static EtherSwitch plain() {
        return new EtherSwitch(false);
    }

    /** ListenEtherSwitch. */
    static EtherSwitch listening() {
        return new EtherSwitch(true);
    }

    @Override
    public void configure(final Arguments arguments) {
        initialTimeoutNs = arguments.get(TIMEOUT);
        capacity = arguments.get(CAPACITY);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        timeoutNs = new LocalLong(context, "timeout", initialTimeoutNs);
        stations = new StationTable(context, capacity);
        tooShort = context.statistics("drops.tooShort");
        noBuffer = context.statistics("drops.noBuffer");
        sweeper = context.timer(this::sweep);
        if (context.worker() == 0) {
            scheduleSweep();
        }
        final Output[] outputs = new Output[outputCount()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = output(i);
        }
        lanes = new OutputLanes(outputs);
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.LENGTH;
    }

    private int switchedPorts() {
        return hasListener ? lanes.count() - 1 : lanes.count();
    }

    private long sinceNs() {
        return timeoutNs.get() == 0 ? Long.MIN_VALUE : context.timeNs() - timeoutNs.get();
    }

    private void sweep() {
        stations.expire(sinceNs());
        scheduleSweep();
    }

    private void scheduleSweep() {
        if (timeoutNs.get() > 0) {
            sweeper.schedule(context.timeNs() + timeoutNs.get());
        }
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            if (EthernetHeader.fits(packet, 0)) {
                forward(input, packet);
            } else {
                tooShort.increment();
                packet.free();
            }
        }
        batch.clear();
        lanes.flush();
    }

    private void forward(final int input, final Packet packet) {
        final long source = EthernetHeader.source(packet, 0);
        final long destination = EthernetHeader.destination(packet, 0);
        if (!EthernetHeader.isGroup(source)) {
            stations.learn(source, input, context.timeNs());
        }
        final int port =
                EthernetHeader.isGroup(destination) ? StationTable.UNKNOWN : stations.port(destination, sinceNs());
        if (hasListener) {
            sendCopy(lanes.count() - 1, packet);
        }
        if (port == StationTable.UNKNOWN) {
            flood(input, packet);
        } else if (port == input || port >= switchedPorts()) {
            packet.free();
        } else {
            lanes.add(port, packet);
        }
    }

    private void flood(final int input, final Packet packet) {
        int last = switchedPorts() - 1;
        if (last == input) {
            last--;
        }
        for (int port = 0; port < last; port++) {
            if (port != input) {
                sendCopy(port, packet);
            }
        }
        if (last >= 0) {
            lanes.add(last, packet);
        } else {
            packet.free();
        }
    }

    private void sendCopy(final int port, final Packet packet) {
        final Packet copy = PacketCopies.copy(packet, context.pool());
        if (copy == null) {
            noBuffer.increment();
        } else {
            lanes.add(port, copy);
        }
    }

    /** Forgets stations not heard of for a time, as the spanning tree asks when it has changed. */
    void forgetOlderThan(final long ageNs) {
        stations.expire(context.timeNs() - ageNs);
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("table", "stations and their ports", () -> stations.text(sinceNs()));
        handlers.read(
                "timeout",
                "time after which a station is forgotten, in seconds",
                () -> Long.toString(timeoutNs.get() / 1_000_000_000L));
        handlers.write("timeout", "changes that time", value -> {
            timeoutNs.set(HandlerValues.value(value, ArgumentTypes.DURATION_NS));
            sweeper.clear();
            scheduleSweep();
        });
        handlers.write("reset", "forgets all stations", ignored -> stations.clear());
    }
}
