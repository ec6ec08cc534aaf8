package io.holdfast.log.aeron;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.Transport;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;

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
    private static final int CONTROL_TERM_BYTES = 64 * 1024;
    private static final int SNAPSHOT_TERM_BYTES = 1024 * 1024;
    /** Small, for snapshots share the receiver's socket buffer with the log. */
    private static final int SNAPSHOT_WINDOW_BYTES = 128 * 1024;
    /**
     * Driver and client are one thread: neither can fail without the other. With Aeron's ten seconds, a node that stood
     * still for longer (a suspended machine) would find its own client closed, and never speak again.
     */
    private static final long CLIENT_TIMEOUT_NS = TimeUnit.DAYS.toNanos(7);

    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker clientInvoker;
    private final MemberAddress self;
    private final MemberAddress peer;
    private final MessageWriter controlWriter;
    private final MessageReader controlReader;
    private final MessageReader[] logReaders;
    private final MessageReader snapshotReader;

    /**
     * Starts a driver and opens the streams.
     *
     * @throws RuntimeException with Aeron's reason if a port is taken or the address is not this machine's
     */
    public AeronTransport(
            final AeronSettings settings,
            final MemberAddress self,
            final MemberAddress peer,
            final int workers,
            final ErrorHandler errorHandler) {
        this.self = self;
        this.peer = peer;
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
                    aeron.addSubscription(here(self.logPort()) + "|rcv-wnd=" + SNAPSHOT_WINDOW_BYTES, SNAPSHOT_STREAM));
            controlWriter = new AeronMessageWriter(
                    aeron, there(peer.port()) + "|term-length=" + CONTROL_TERM_BYTES, CONTROL_STREAM);
            warmUp();
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    private static MediaDriver.Context driverContext(final AeronSettings settings, final ErrorHandler errorHandler) {
        final int window = SocketBuffers.windowBytes(settings.windowBytes());
        return new MediaDriver.Context()
                .aeronDirectoryName(settings.directory().toString())
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
        return new AeronMessageWriter(aeron, there(peer.logPort()), FIRST_LOG_STREAM + worker);
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

    @Override
    public long invalidCount() {
        return driver.context()
                .systemCounters()
                .get(SystemCounterDescriptor.INVALID_PACKETS)
                .get();
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(aeron, driver);
    }
}
