package io.holdfast.nat.command;

import io.holdfast.element.GraphDefinition;
import io.holdfast.log.Transport;
import io.holdfast.log.aeron.AeronSettings;
import io.holdfast.log.aeron.AeronTransport;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.nat.HoldfastCommand;
import io.holdfast.nat.HoldfastCommand.CommandFailure;
import io.holdfast.nat.settings.ControlSocketPath;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.Devices;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.dpdk.Libc;
import io.holdfast.packet.steering.SteeredDevices;
import io.holdfast.recovery.NodeAgent;
import io.holdfast.recovery.NodeFailure;
import io.holdfast.recovery.NodeLog;
import io.holdfast.recovery.NodeSettings;
import io.holdfast.recovery.attestation.AttestationAgent;
import io.holdfast.recovery.group.ControlThreads;
import io.holdfast.recovery.group.GroupAddresses;
import io.holdfast.recovery.group.GroupNetwork;
import io.holdfast.recovery.group.GroupSettings;
import io.holdfast.recovery.group.RegisterServer;
import io.holdfast.recovery.group.UdpAttestationNetwork;
import io.holdfast.recovery.group.UdpGroupNetwork;
import io.holdfast.recovery.view.IncarnationFile;
import io.holdfast.recovery.worm.JournalFault;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A node with all that it opens; turned by the thread that made it.
 *
 * <p>What cannot be opened is an exception with the reason, after everything opened before has been closed.
 */
final class NodeProcess implements AutoCloseable {
    private static final Pattern CHANNEL_FAULT = Pattern.compile("channel error - (.*?) \\(at ");

    /** To a neighbour, in the time that it may not answer. */
    private static final int QUESTIONS = 6;

    private final NodeSettings settings;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final StopSignal stop = new StopSignal();
    private final NodeAgent agent;
    private volatile Throwable registersFault;

    NodeProcess(final NodeSettings settings, final GraphDefinition definition) {
        this.settings = settings;
        try {
            final GroupKeys keys =
                    open(new OpenedKeys(settings.keyFile(), log()::event)).keys();
            final RuntimeDirectory runtime = open(new RuntimeDirectory(settings.runtime()));
            final TestFaults faults = TestFaults.fromSystemProperties();
            final Transport transport = open(faults.wrap(openTransport(runtime, keys)));
            final PacketDevices devices = open(SteeredDevices.over(
                    Devices.open(
                            settings.ports(),
                            settings.workers(),
                            DeviceSettings.defaults().withCapacityPackets(settings.packetsPerWorker())),
                    settings.workers()));
            final NodeAgent.GroupParts group = openGroup(keys);
            agent = open(new NodeAgent(new NodeAgent.NodeParts(
                    settings,
                    definition,
                    devices,
                    transport,
                    SystemNanoClock.INSTANCE,
                    new OffsetEpochNanoClock(),
                    faults.ofNode(),
                    log(),
                    keys,
                    group)));
            if (agent.views() != null) {
                open(new AttestationAgent(agent.views().attestations(), group.threads(), log()::event));
            }
            open(new ControlServer(ControlSocketPath.in(runtime.path()), agent::status, agent.views()));
        } catch (final RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** What a group needs whose views are decided by registers; null if there is none. */
    private NodeAgent.GroupParts openGroup(final GroupKeys keys) {
        if (settings.decided().isEmpty()) {
            log().event(
                            "WARNING: without group.witness each node decides by itself who is master: a cut sync link makes"
                                    + " two masters");
            return null;
        }
        final GroupSettings group = settings.decided().get();
        final int self = group.number(settings.node());
        final ControlThreads threads = new ControlThreads(group.controlPriority(), log()::event);
        threads.enterMachine();
        try {
            final RegisterServer registers =
                    open(new RegisterServer(group, self, keys, threads, thrown -> registersFault = thrown));
            final GroupNetwork network = open(new UdpGroupNetwork(new GroupAddresses(group), self, keys));
            final IncarnationFile lives = new IncarnationFile(group.directory().resolve("incarnation"));
            return new NodeAgent.GroupParts(
                    network, lives::next, new SecureRandom(), openAttestations(group, self, keys, registers), threads);
        } catch (final JournalFault | UncheckedIOException e) {
            throw new CommandFailure("group.directory " + group.directory() + ": " + e.getMessage(), e);
        }
    }

    private NodeAgent.AttestationParts openAttestations(
            final GroupSettings group, final int self, final GroupKeys keys, final RegisterServer registers) {
        final Neighbours neighbours = open(new Neighbours(
                settings.ports(), TimeUnit.MILLISECONDS.toNanos(group.limits().neighbourMs()) / QUESTIONS));
        final KeyPair keyPair = group.signatures().newKeyPair();
        return new NodeAgent.AttestationParts(
                open(new UdpAttestationNetwork(group, self, keys, SystemNanoClock.INSTANCE)),
                group.signatures().with(keyPair),
                keyPair,
                new SecureRandom().nextLong(1, Long.MAX_VALUE),
                SystemEpochNanoClock.INSTANCE,
                registers::diskWaitNs,
                neighbours::silenceNs);
    }

    private Transport openTransport(final RuntimeDirectory runtime, final GroupKeys keys) {
        final AeronSettings base = AeronSettings.in(runtime.path().resolve("aeron"));
        final AeronSettings aeron = new AeronSettings(
                base.directory(), settings.log().termBufferBytes(), base.mtuBytes(), base.windowBytes());
        try {
            return new AeronTransport(
                    aeron,
                    settings.self(),
                    settings.peer(),
                    settings.workers(),
                    keys,
                    error -> log().event("transport: " + channelFault(error)));
        } catch (final RuntimeException e) {
            throw new CommandFailure(
                    "cannot open the sync ports " + settings.self().port() + " and "
                            + settings.self().logPort() + " (UDP, group.members." + settings.node() + " = "
                            + settings.self().text() + "): " + channelFault(e)
                            + " (is another node running here? is the address this machine's?)",
                    e);
        }
    }

    /** Aeron's reason for a socket that cannot be opened is in the midst of its own words. */
    private static String channelFault(final Throwable error) {
        final Matcher matcher = CHANNEL_FAULT.matcher(String.valueOf(error.getMessage()));
        return matcher.find() ? matcher.group(1) : error.toString();
    }

    private NodeLog log() {
        return line -> System.err.println(
                LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + settings.node() + ": " + line);
    }

    private <T extends AutoCloseable> T open(final T part) {
        opened.push(part);
        return part;
    }

    /**
     * From here on this thread's files are its own: of those that it will open the lifeline matters. When the process is
     * killed, the kernel closes it as soon as this thread has ended, within a fraction of a millisecond; in the process's
     * table it would be closed after the process's memory was taken down (tens of milliseconds for hundreds of MB).
     *
     * <p>All jars are opened before: a class loader reads them by whichever thread needs a class.
     */
    private static void ownFiles() {
        NodeProcess.class.getClassLoader().getResource("no/such/resource");
        LastToExit.start();
        Libc.unshareFiles();
    }

    /** Turns the node until it is told to stop. */
    void run() {
        if (HoldfastCommand.isProcess()) {
            ownFiles();
        }
        final IdleStrategy idle = settings.idle().strategy();
        while (!stop.isRequested()) {
            idle.idle(agent.doWork());
            if (registersFault != null) {
                throw new NodeFailure("the registers have failed: " + registersFault.getMessage(), registersFault);
            }
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (final NodeFailure e) {
                // What a worker that hangs may still use stays open; the process ends all the same.
                opened.clear();
                System.err.println("holdfast: while closing: " + e.getMessage());
            } catch (final Exception e) {
                System.err.println("holdfast: while closing: " + e);
            }
        }
        stop.close();
    }
}
