package io.holdfast.element.ethernet;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.Output;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Timer;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.EthernetHeader;

/**
 * The spanning tree protocol of bridges (IEEE 802.1D-1998): switches ports off so that there is no loop.
 *
 * <p>Takes the messages of other bridges by its inputs (ether type field below 0x600, LLC 42 42 03), one per port, and
 * sends its own by its outputs. What a port may do is said to two Suppressors, before and behind the EtherSwitch: a
 * port that listens or is blocked passes nothing, one that learns only in, one that forwards both ways. When the tree
 * changes, the EtherSwitch forgets what it has not heard for a forward delay.
 *
 * <p>Runs on worker 0, which has all frames that are no IP packets.
 */
final class EtherSpanTree extends Element {
    static final Parameter<Long> ADDR = Parameter.mandatory("ADDR", ArgumentTypes.ETHER, "", "address of the bridge");
    static final Parameter<Suppressor> INPUT_SUPPRESSOR = Parameter.mandatory(
            "INPUT_SUPPRESSOR",
            ArgumentTypes.element(Suppressor.class, "Suppressor"),
            "",
            "Suppressor before the switch");
    static final Parameter<Suppressor> OUTPUT_SUPPRESSOR = Parameter.mandatory(
            "OUTPUT_SUPPRESSOR",
            ArgumentTypes.element(Suppressor.class, "Suppressor"),
            "",
            "Suppressor behind the switch");
    static final Parameter<EtherSwitch> SWITCH =
            Parameter.mandatory("SWITCH", ArgumentTypes.element(EtherSwitch.class, "EtherSwitch"), "", "the switch");
    static final Parameter<Integer> PRIORITY = Parameter.keyword(
            "PRIORITY", ArgumentTypes.integer(0, 0xffff), "32768", "", "the bridge with the least becomes the root");

    static final long HELLO_NS = 2_000_000_000L;
    static final long MAX_AGE_NS = 20_000_000_000L;
    static final long FORWARD_DELAY_NS = 15_000_000_000L;

    private static final long MESSAGE_AGE_STEP_NS = 1_000_000_000L;
    private static final int PORT_COST = 19;
    private static final int PORT_PRIORITY = 0x8000;
    private static final int NO_PORT = -1;

    private long address;
    private long identifier;
    private Suppressor before;
    private Suppressor behind;
    private EtherSwitch bridge;
    private ElementContext context;
    private BridgePorts ports;
    private Timer hello;
    private OutputLanes lanes;
    private StatisticsCounter malformed;
    private StatisticsCounter noBuffer;

    @Override
    public void configure(final Arguments arguments) {
        final int priority = arguments.get(PRIORITY);
        address = arguments.get(ADDR);
        identifier = (long) priority << 48 | address;
        before = arguments.get(INPUT_SUPPRESSOR);
        behind = arguments.get(OUTPUT_SUPPRESSOR);
        bridge = arguments.get(SWITCH);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        malformed = context.statistics("drops.malformed");
        noBuffer = context.statistics("drops.noBuffer");
        ports = new BridgePorts(context, inputCount());
        if (before.ports() < inputCount() || behind.ports() < inputCount()) {
            context.error("the suppressors must have as many ports as this: " + inputCount());
        }
        final Output[] outputs = new Output[outputCount()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = output(i);
        }
        lanes = new OutputLanes(outputs);
        hello = context.timer(this::onHello);
        if (context.worker() == 0) {
            // at once: no port may pass anything before the first look
            hello.schedule(context.timeNs());
        }
    }

    @Override
    public int headerDepthBytes() {
        return EthernetHeader.MIN_FRAME_LENGTH;
    }

    private void onHello() {
        ports.expire(context.timeNs());
        update();
        if (rootPort() == NO_PORT) {
            sendConfigurations();
        } else if (ports.isNoticeDue()) {
            send(rootPort(), true);
        }
        lanes.flush();
        hello.schedule(context.timeNs() + HELLO_NS);
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            switch (Bpdu.type(batch.get(i))) {
                case Bpdu.CONFIGURATION -> onConfiguration(input, batch.get(i));
                case Bpdu.TOPOLOGY_CHANGE_NOTICE -> onNotice(input);
                default -> malformed.increment();
            }
        }
        batch.free();
        lanes.flush();
    }

    private void onConfiguration(final int port, final Packet frame) {
        final BridgeVector vector = Bpdu.vector(frame);
        final long leftNs = Bpdu.maxAgeNs(frame) - Bpdu.ageNs(frame);
        if (vector.bridge() == identifier || leftNs <= 0) {
            return;
        }
        final BridgeVector known = ports.heard(port);
        final BridgeVector current = known == null ? own(port) : known;
        final boolean isFromDesignated =
                known != null && known.bridge() == vector.bridge() && known.port() == vector.port();
        if (!isFromDesignated && !vector.isBetterThan(current)) {
            if (isDesignated(port)) {
                send(port, false);
            }
            return;
        }
        ports.hear(port, vector, Bpdu.ageNs(frame), context.timeNs() + Math.min(leftNs, MAX_AGE_NS));
        update();
        if (port == rootPort()) {
            onRootMessage(Bpdu.flags(frame));
        }
    }

    private void onRootMessage(final int flags) {
        if ((flags & Bpdu.FLAG_ACKNOWLEDGE) != 0) {
            ports.noticeDue(false);
        }
        if ((flags & Bpdu.FLAG_CHANGE) != 0) {
            ports.changeUntilNs(context.timeNs() + HELLO_NS);
            bridge.forgetOlderThan(FORWARD_DELAY_NS);
        }
        sendConfigurations();
    }

    private void onNotice(final int port) {
        if (isDesignated(port)) {
            ports.acknowledgeDue(port, true);
            changeTopology();
            send(port, false);
        }
    }

    private void changeTopology() {
        if (rootPort() == NO_PORT) {
            ports.changeUntilNs(context.timeNs() + MAX_AGE_NS + FORWARD_DELAY_NS);
            bridge.forgetOlderThan(FORWARD_DELAY_NS);
        } else {
            ports.noticeDue(true);
        }
    }

    /** Port on the best way to the root; {@link #NO_PORT} if this bridge is the root. */
    private int rootPort() {
        BridgeVector best = new BridgeVector(identifier, 0, identifier, 0);
        int found = NO_PORT;
        for (int port = 0; port < ports.count(); port++) {
            final BridgeVector heard = ports.heard(port);
            if (heard != null) {
                final BridgeVector way =
                        new BridgeVector(heard.root(), heard.cost() + PORT_COST, heard.bridge(), heard.port());
                if (way.isBetterThan(best)) {
                    best = way;
                    found = port;
                }
            }
        }
        return found;
    }

    /** What this bridge says at a port. */
    private BridgeVector own(final int port) {
        final int root = rootPort();
        final int portIdentifier = PORT_PRIORITY | port + 1;
        return root == NO_PORT
                ? new BridgeVector(identifier, 0, identifier, portIdentifier)
                : new BridgeVector(
                        ports.heard(root).root(), ports.heard(root).cost() + PORT_COST, identifier, portIdentifier);
    }

    private boolean isDesignated(final int port) {
        final BridgeVector heard = ports.heard(port);
        return port != rootPort() && (heard == null || own(port).isBetterThan(heard));
    }

    /** Lets every port do what the tree says; a port begins to forward in steps. */
    private void update() {
        for (int port = 0; port < ports.count(); port++) {
            final boolean isInTree = port == rootPort() || isDesignated(port);
            final int state = ports.state(port);
            if (!isInTree && state != BridgePorts.BLOCK) {
                ports.enter(port, BridgePorts.BLOCK, context.timeNs());
                if (state >= BridgePorts.LEARN) {
                    changeTopology();
                }
            } else if (isInTree && state == BridgePorts.BLOCK) {
                ports.enter(port, BridgePorts.LISTEN, context.timeNs());
            } else if (isInTree
                    && state < BridgePorts.FORWARD
                    && context.timeNs() - ports.sinceNs(port) >= FORWARD_DELAY_NS) {
                ports.enter(port, state + 1, context.timeNs());
                if (state + 1 == BridgePorts.FORWARD) {
                    changeTopology();
                }
            }
            before.suppress(port, ports.state(port) < BridgePorts.LEARN);
            behind.suppress(port, ports.state(port) < BridgePorts.FORWARD);
        }
    }

    private void sendConfigurations() {
        for (int port = 0; port < ports.count(); port++) {
            if (isDesignated(port)) {
                send(port, false);
            }
        }
    }

    private void send(final int port, final boolean isNotice) {
        final Packet frame = context.pool().allocate();
        if (frame == null) {
            noBuffer.increment();
            return;
        }
        frame.append(EthernetHeader.MIN_FRAME_LENGTH);
        NativeMemory.fill(frame.address(), frame.length(), (byte) 0);
        if (isNotice) {
            Bpdu.writeNotice(frame, address);
        } else {
            final int root = rootPort();
            final long ageNs = root == NO_PORT ? 0 : ports.ageNs(root) + MESSAGE_AGE_STEP_NS;
            Bpdu.writeConfiguration(frame, address, own(port), takeFlags(port), ageNs);
        }
        lanes.add(port, frame);
    }

    private int takeFlags(final int port) {
        final int change = context.timeNs() < ports.changeUntilNs() ? Bpdu.FLAG_CHANGE : 0;
        final int acknowledge = ports.isAcknowledgeDue(port) ? Bpdu.FLAG_ACKNOWLEDGE : 0;
        ports.acknowledgeDue(port, false);
        return change | acknowledge;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("ports", "state of each port", this::describePorts);
        handlers.read("root", "identifier of the root", () -> String.format("%016x", own(0).root()));
    }

    private String describePorts() {
        final String[] names = {"block", "listen", "learn", "forward"};
        final StringBuilder text = new StringBuilder();
        for (int port = 0; port < ports.count(); port++) {
            final String role = port == rootPort() ? " root" : isDesignated(port) ? " designated" : "";
            text.append(port)
                    .append(": ")
                    .append(names[ports.state(port)])
                    .append(role)
                    .append('\n');
        }
        return text.toString();
    }
}
