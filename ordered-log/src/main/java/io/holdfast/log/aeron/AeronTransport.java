package io.holdfast.log.aeron;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.Transport;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.log.secure.SecureCounters;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Two nodes' streams over Aeron UDP, with the media driver run by the node's own thread (invoker mode).
 *
 * <p>Control streams go to {@link MemberAddress#port()}, log streams to {@link MemberAddress#logPort()}. A log writer
 * is a new Aeron session each time, so that nothing of an earlier epoch can follow into the next.
 */
public final class AeronTransport implements Transport {
    private static final int CONTROL_STREAM = 10;
    private static final int FIRST_LOG_STREAM = 100;
    private static final int SNAPSHOT_STREAM = 50;
    private static final int WARM_UP_STREAM = 60;
    private static final int WARM_UP_ROUNDS = 10;
    /** Half of it may be on its way: all that fills a master's rings while it hands over is passed on by the control stream. */
    private static final int CONTROL_TERM_BYTES = 2 * 1024 * 1024;

    private static final int SNAPSHOT_TERM_BYTES = 1024 * 1024;
    /** At least so much, and at most half a term. */
    private static final int LEAST_SNAPSHOT_WINDOW_BYTES = 128 * 1024;

    /** A part of the window, for snapshots share the receiver's socket buffer with the log. */
    private static final int SNAPSHOT_WINDOW_PART = 8;

    /**
     * Driver and client are one thread: neither can fail without the other. With Aeron's ten seconds, a node that stood
     * still for longer (a suspended machine) would find its own client closed, and never speak again.
     */
    private static final long CLIENT_TIMEOUT_NS = TimeUnit.DAYS.toNanos(7);

    /** Aeron's largest datagrams leave no room for a seal. */
    private static final int MAX_SEALED_MTU_BYTES = 65_408;

    private final DatagramSecurity security;
    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker clientInvoker;
    private final int logDatagramBytes;
    private final MemberAddress self;
    private final MemberAddress peer;
    private final MessageWriter controlWriter;
    private final MessageReader controlReader;
    private final MessageReader[] logReaders;
    private final MessageReader snapshotReader;

    /** A transport that believes whoever reaches it. */
    public AeronTransport(
            final AeronSettings settings,
            final MemberAddress self,
            final MemberAddress peer,
            final int workers,
            final ErrorHandler errorHandler) {
        this(settings, self, peer, workers, GroupKeys.none(), errorHandler);
    }

    /**
     * Starts a driver and opens the streams.
     *
     * @param keys every datagram is sealed with them, and such as are not are ignored
     * @throws RuntimeException with Aeron's reason if a port is taken or the address is not this machine's
     */
    public AeronTransport(
            final AeronSettings settings,
            final MemberAddress self,
            final MemberAddress peer,
            final int workers,
            final GroupKeys keys,
            final ErrorHandler errorHandler) {
        this.self = self;
        this.peer = peer;
        logDatagramBytes = DatagramLength.bytes(self.host(), settings.mtuBytes(), settings.termBufferBytes());
        security = keys.isNone() ? null : new DatagramSecurity(keys);
        driver = MediaDriver.launch(driverContext(settings, errorHandler));
        try {
            driverInvoker = driver.sharedAgentInvoker();
            aeron = Aeron.connect(new Aeron.Context()
                    .aeronDirectoryName(settings.directory().toString())
                    .useConductorAgentInvoker(true)
                    .driverAgentInvoker(driverInvoker)
                    .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(CLIENT_TIMEOUT_NS))
                    .errorHandler(errorHandler));
            clientInvoker = aeron.conductorAgentInvoker();
            controlReader = new AeronMessageReader(aeron.addSubscription(here(self.port()), CONTROL_STREAM));
            logReaders = new MessageReader[workers];
            for (int i = 0; i < workers; i++) {
                logReaders[i] =
                        new AeronMessageReader(aeron.addSubscription(here(self.logPort()), FIRST_LOG_STREAM + i));
            }
            snapshotReader = new AeronMessageReader(
                    aeron.addSubscription(here(self.logPort()) + "|rcv-wnd=" + snapshotWindowBytes(), SNAPSHOT_STREAM));
            controlWriter = new AeronMessageWriter(
                    aeron, there(peer.port()) + "|term-length=" + CONTROL_TERM_BYTES, CONTROL_STREAM);
            warmUp();
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /** On a machine without time to spare a window takes as long as a quarter of a second. */
    private int snapshotWindowBytes() {
        final int part = driver.context().initialWindowLength() / SNAPSHOT_WINDOW_PART;
        return Math.clamp(part, LEAST_SNAPSHOT_WINDOW_BYTES, SNAPSHOT_TERM_BYTES / 2);
    }

    private MediaDriver.Context driverContext(final AeronSettings wanted, final ErrorHandler errorHandler) {
        final AeronSettings settings = security == null ? wanted : wanted.withMtuAtMost(MAX_SEALED_MTU_BYTES);
        final int window = SocketBuffers.windowBytes(settings.windowBytes());
        final MediaDriver.Context context = new MediaDriver.Context();
        if (security != null) {
            security.warmUp();
            context.sendChannelEndpointSupplier(this::sendEndpoint)
                    .receiveChannelEndpointSupplier((channel, dispatcher, status, driverContext) ->
                            new SealedReceiveEndpoint(channel, dispatcher, status, driverContext, security));
        }
        return context.aeronDirectoryName(settings.directory().toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false)
                .threadingMode(ThreadingMode.INVOKER)
                .mtuLength(settings.mtuBytes())
                .ipcMtuLength(settings.mtuBytes())
                .publicationTermBufferLength(settings.termBufferBytes())
                .socketRcvbufLength(window)
                .socketSndbufLength(window)
                .initialWindowLength(window)
                .clientLivenessTimeoutNs(CLIENT_TIMEOUT_NS)
                .publicationUnblockTimeoutNs(2 * CLIENT_TIMEOUT_NS)
                .errorHandler(errorHandler);
    }

    private SendChannelEndpoint sendEndpoint(
            final UdpChannel channel, final AtomicCounter status, final MediaDriver.Context context) {
        return channel.remoteData().equals(new InetSocketAddress(self.host(), self.logPort()))
                ? new MutedSendEndpoint(channel, status, context)
                : new SealedSendEndpoint(channel, status, context, security);
    }

    private String here(final int port) {
        return "aeron:udp?endpoint=" + new MemberAddress(self.name(), self.host(), port).text();
    }

    private String there(final int port) {
        return "aeron:udp?endpoint=" + new MemberAddress(peer.name(), peer.host(), port).text();
    }

    /** Opens streams that nobody hears: the first ones take long, and must not do so in the middle of forwarding. */
    private void warmUp() {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            final AeronMessageWriter stream = new AeronMessageWriter(aeron, here(self.logPort()), WARM_UP_STREAM);
            while (!stream.isOpen()) {
                doWork();
            }
            stream.close();
        }
    }

    @Override
    public MessageWriter controlWriter() {
        return controlWriter;
    }

    @Override
    public MessageReader controlReader() {
        return controlReader;
    }

    @Override
    public MessageWriter openLogWriter(final int worker) {
        return new AeronMessageWriter(
                aeron, there(peer.logPort()) + "|mtu=" + logDatagramBytes, FIRST_LOG_STREAM + worker);
    }

    @Override
    public MessageReader logReader(final int worker) {
        return logReaders[worker];
    }

    @Override
    public MessageWriter openSnapshotWriter() {
        return new AeronMessageWriter(
                aeron, there(peer.logPort()) + "|term-length=" + SNAPSHOT_TERM_BYTES, SNAPSHOT_STREAM);
    }

    @Override
    public MessageReader snapshotReader() {
        return snapshotReader;
    }

    @Override
    public int doWork() {
        return driverInvoker.invoke() + clientInvoker.invoke();
    }

    /** With seals only: without, the sockets are Aeron's own, and are looked at in every turn of the driver. */
    @Override
    public int send() {
        if (security == null) {
            return doWork();
        }
        security.lookAtSockets(false);
        try {
            return driverInvoker.invoke();
        } finally {
            security.lookAtSockets(true);
        }
    }

    @Override
    public long invalidCount() {
        final long invalid = driver.context()
                .systemCounters()
                .get(SystemCounterDescriptor.INVALID_PACKETS)
                .get();
        return invalid + (security == null ? 0 : security.counters().ignored());
    }

    @Override
    public void eachCounter(final ObjLongConsumer<String> consumer) {
        if (security != null) {
            for (final SecureCounters.Outcome outcome : SecureCounters.Outcome.values()) {
                consumer.accept(
                        "datagrams." + outcome.text(), security.counters().get(outcome));
            }
            consumer.accept("datagrams.kernelDrops", security.drops());
        }
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(aeron, driver);
    }
}
