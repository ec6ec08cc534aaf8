package io.holdfast.recovery.simulation;

import io.holdfast.element.AccessControl;
import io.holdfast.element.ElementClasses;
import io.holdfast.element.GraphDefinition;
import io.holdfast.element.LocalState;
import io.holdfast.element.SharedTable;
import io.holdfast.element.StateStore;
import io.holdfast.element.TableLayout;
import io.holdfast.packet.NativeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Packets that are programs; the oracle knows each event's burst, and asks the recovered state for it. */
final class ProgramTraffic implements Traffic {
    private static final GraphDefinition DEFINITION = definitionOf();
    private static final int FLOWS_PER_WORKER = 2;
    private static final int VALUE_BYTES = Long.BYTES * (1 + ProgramPacket.CAUSE_WORDS);
    private static final int ONLY_READS_PERCENT = 45;
    private static final long MAX_GAP_NS = 4_000;

    private final World world;
    private final Schedule schedule;
    private final int workers;
    private final ProgramPacket.Kind timeKind;
    private final boolean watchesReleases;
    private final int[] eventWorker = new int[ProgramPacket.EVENTS];
    private final int[] eventEpoch = new int[ProgramPacket.EVENTS];
    private final long[] eventBurst = new long[ProgramPacket.EVENTS];
    private final int[] eventHome = new int[ProgramPacket.EVENTS];
    private final long[] liveHash = new long[ProgramPacket.EVENTS];
    private final long[] replayedHash = new long[ProgramPacket.EVENTS];
    private final List<ProgramPacket> released = new ArrayList<>();
    private final Departures departures;
    private int ids;
    private int events;
    private long lastArrivalNs;
    private long outsideClock;

    /**
     * Makes the traffic of one run.
     *
     * @param watchesReleases whether causes are looked for as packets leave
     */
    ProgramTraffic(final World world, final boolean watchesReleases) {
        this.world = world;
        this.watchesReleases = watchesReleases;
        schedule = world.schedule();
        departures = new Departures(world);
        workers = world.plan().workers();
        timeKind = timeKind(world.canary());
    }

    private static ProgramPacket.Kind timeKind(final Canary canary) {
        return switch (canary) {
            case CLOCK_OUTSIDE_THE_CONTEXT -> ProgramPacket.Kind.OUTSIDE_CLOCK;
            case KEEPS_OUTSIDE_CLOCK -> ProgramPacket.Kind.KEEP_OUTSIDE_CLOCK;
            case LEAKS_A_PACKET -> ProgramPacket.Kind.LEAK;
            case null, default -> ProgramPacket.Kind.TIME;
        };
    }

    private static GraphDefinition definitionOf() {
        final ElementClasses classes = ElementClasses.standard();
        ProgramElement.register(classes);
        return GraphDefinition.parse("simulation.click", "p :: Program;", Map.of(), classes);
    }

    @Override
    public GraphDefinition definition() {
        return DEFINITION;
    }

    @Override
    public String[] portNames() {
        return new String[] {"in", "out"};
    }

    @Override
    public void beforeBuilding(final SimulatedNode node) {
        Arrays.fill(replayedHash, 0);
        ProgramElement.probe(new ProgramElement.Probe() {
            @Override
            public void onEvent(final int worker, final int event, final int home, final long hash) {
                ProgramTraffic.this.onEvent(node, worker, event, home, hash);
            }

            @Override
            public long readOutsideClock() {
                return ++outsideClock;
            }

            @Override
            public boolean forgetsWhomItActsFor() {
                return world.has(Canary.ACTS_FOR_THE_PACKET_BEFORE);
            }
        });
    }

    @Override
    public void more(final int packets) {
        lastArrivalNs = Math.max(lastArrivalNs, schedule.nowNs());
        for (int i = 0; i < packets; i++) {
            lastArrivalNs += schedule.random().nextLong(MAX_GAP_NS);
            final int flow = schedule.random().nextInt(FLOWS_PER_WORKER * workers);
            world.wire().arrives(0, flow % workers, lastArrivalNs, makePacket(++ids, flow));
        }
    }

    private byte[] makePacket(final int id, final int flow) {
        events += events & 1;
        final int firstEvent = events;
        final byte[] program = new byte[2 * schedule.random().nextInt(1, ProgramPacket.MAX_OPS - 2)];
        final boolean onlyReads = schedule.chance(ONLY_READS_PERCENT);
        for (int i = 0; i < program.length; i += 2) {
            final ProgramPacket.Kind kind = onlyReads ? drawReading() : drawKind();
            program[i] = (byte) kind.ordinal();
            program[i + 1] = (byte) schedule.random().nextInt(ProgramElement.TARGETS);
            events += kind == ProgramPacket.Kind.WRITE || kind == ProgramPacket.Kind.LOCAL ? 1 : 0;
        }
        return ProgramPacket.make(id, flow, firstEvent, program);
    }

    private ProgramPacket.Kind drawReading() {
        return schedule.chance(80) ? ProgramPacket.Kind.READ : ProgramPacket.Kind.GET;
    }

    private ProgramPacket.Kind drawKind() {
        final int draw = schedule.random().nextInt(100);
        final boolean mayWrite = events < ProgramElement.tickEvent(workers);
        if (draw < 40 || draw < 80 && !mayWrite) {
            return ProgramPacket.Kind.READ;
        } else if (draw < 70) {
            return ProgramPacket.Kind.WRITE;
        } else if (draw < 80) {
            return ProgramPacket.Kind.LOCAL;
        } else if (draw < 86) {
            return ProgramPacket.Kind.COUNT;
        } else if (draw < 92) {
            return ProgramPacket.Kind.GET;
        } else if (draw < 96) {
            return timeKind;
        }
        return ProgramPacket.Kind.RANDOM;
    }

    private void onEvent(final SimulatedNode node, final int worker, final int event, final int home, final long hash) {
        if (node.isReplaying()) {
            replayedHash[event] = hash;
            return;
        }
        eventWorker[event] = worker;
        eventEpoch[event] = world.epochs();
        eventBurst[event] = node.loggingBurst(worker);
        eventHome[event] = home;
        liveHash[event] = hash;
    }

    @Override
    public void onSent(final SimulatedNode node, final int port, final byte[] frame) {
        final ProgramPacket packet = ProgramPacket.read(frame);
        if (world.views().master() != node) {
            throw new Violation("packet " + packet.id() + " left a node that is not master");
        }
        if (world.views().isProtected()) {
            checkStored(packet, world.views().replica());
        }
        departures.onSent(node, packet.id(), packet.flow(), frame);
        released.add(packet);
    }

    @Override
    public void onReceived(final SimulatedNode node, final int worker, final byte[] frame) {
        departures.onReceived(node, worker, ProgramPacket.read(frame).id());
    }

    @Override
    public void onProtected(final SimulatedNode replica) {
        released.forEach(packet -> checkStored(packet, replica));
    }

    /** What was done before the epoch is in its snapshot. */
    private void checkStored(final ProgramPacket packet, final SimulatedNode replica) {
        for (int event = 0; watchesReleases && event < ProgramPacket.EVENTS; event++) {
            if (packet.dependsOn(event)
                    && eventEpoch[event] == world.epochs()
                    && replica.replica().storedBurst(eventWorker[event]) < eventBurst[event]) {
                throw new Violation("packet " + packet.id() + " left before burst " + eventBurst[event] + " of worker "
                        + eventWorker[event] + " was stored, on which it depends");
            }
        }
    }

    @Override
    public void onTakenOver(final SimulatedNode node) {
        if (world.plan().sendsAllAgain() && node.replica().givenUpOutputs() == 0) {
            departures.checkNothingMissing(node);
        }
        final long[][] recovered = causesByHome(node.state());
        final long count = node.state()
                .sharedCounter("p", "count", AccessControl.UNPROTECTED)
                .get();
        for (final ProgramPacket packet : released) {
            if (packet.countSeen() > count) {
                throw new Violation("packet " + packet.id() + " saw a count of " + packet.countSeen()
                        + ", which has been forgotten: it is " + count);
            }
            for (int event = 0; event < ProgramPacket.EVENTS; event++) {
                if (packet.dependsOn(event)) {
                    checkKnown(packet, event, recovered[eventHome[event]]);
                }
            }
        }
    }

    private void checkKnown(final ProgramPacket packet, final int event, final long[] causes) {
        if ((causes[event >> 6] >>> event & 1) == 0) {
            throw new Violation("packet " + packet.id() + " was released, and event " + event + " of burst "
                    + eventBurst[event] + " of worker " + eventWorker[event] + ", on which it depends, forgotten");
        }
        if (replayedHash[event] != 0 && liveHash[event] != replayedHash[event]) {
            throw new Violation("event " + event + ", on which packet " + packet.id() + " depends, happened otherwise");
        }
    }

    private long[][] causesByHome(final StateStore state) {
        final long[][] causes = new long[ProgramElement.TARGETS + workers][ProgramPacket.CAUSE_WORDS];
        final SharedTable table = state.sharedTable(
                "p", "values", new TableLayout(64, VALUE_BYTES, ProgramElement.STRIPES), AccessControl.UNPROTECTED);
        for (int stripe = 0; stripe < ProgramElement.STRIPES; stripe++) {
            table.inspect(stripe, (key0, key1, value) -> {
                take(causes[(int) key0], value);
                return false;
            });
        }
        for (int worker = 0; worker < workers; worker++) {
            final LocalState local = state.localState("p", "local", worker, VALUE_BYTES, AccessControl.UNPROTECTED);
            take(causes[ProgramElement.localHome(worker)], local.address());
        }
        return causes;
    }

    private static void take(final long[] causes, final long value) {
        for (int i = 0; i < causes.length; i++) {
            causes[i] = NativeMemory.getLong(value + (i + 1L) * Long.BYTES);
        }
    }

    @Override
    public boolean isAtRest(final SimulatedNode node) {
        return true;
    }

    @Override
    public void atEnd(final SimulatedNode node) {}
}
