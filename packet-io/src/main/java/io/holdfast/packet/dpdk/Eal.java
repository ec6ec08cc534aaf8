package io.holdfast.packet.dpdk;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.DeviceSettings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * DPDK's environment abstraction layer, which a process can start once and never again.
 *
 * <p>It stays up until the process ends; devices come and go by hot-plugging. Starting it pins the calling thread, and
 * threads inherit that, so a thread of its own starts it and ends.
 */
final class Eal {
    private static final String RUNTIME_DIRECTORY = "RUNTIME_DIRECTORY";

    private static Eal instance;
    private static DeviceException earlierFailure;

    private final DpdkCalls calls;
    private final EalLog log;
    private final boolean scansPci;

    private Eal(final DpdkCalls calls, final EalLog log, final boolean scansPci) {
        this.calls = calls;
        this.log = log;
        this.scansPci = scansPci;
    }

    /**
     * Starts DPDK, or returns the one that runs: its memory and NICs are those of the first start.
     *
     * @param packetBytes packet memory to be had
     * @param pciDevices NICs that may be used
     */
    static synchronized Eal start(
            final DeviceSettings settings, final long packetBytes, final List<String> pciDevices) {
        if (instance == null) {
            if (earlierFailure != null) {
                throw new DeviceException(
                        "DPDK failed to start earlier in this process, and can be tried again only in a new one: "
                                + earlierFailure.getMessage(),
                        earlierFailure);
            }
            instance = startFirst(settings, packetBytes, pciDevices);
        } else if (!pciDevices.isEmpty() && !instance.scansPci) {
            throw new DeviceException("DPDK was started without NICs in this process: " + pciDevices
                    + ". Remedy: open the NICs first, or in a new process");
        }
        return instance;
    }

    DpdkCalls calls() {
        return calls;
    }

    /** Place in the log before a call, for {@link #failure}. */
    long logPosition() {
        return log.position();
    }

    /** Describes a call that failed, with what DPDK has logged meanwhile. */
    DeviceException failure(final String call, final int code, final long logPosition, final String remedy) {
        return failure(calls, log, call, code, logPosition, remedy);
    }

    private static Eal startFirst(
            final DeviceSettings settings, final long packetBytes, final List<String> pciDevices) {
        final DpdkLibrary library = DpdkLibrary.load(settings.dpdkDirectory());
        final DpdkCalls calls = new DpdkCalls(library);
        final List<String> arguments = EalArguments.compose(
                settings.hugepages(), packetBytes, pciDevices, Libc.threadCpus(), library.driverDirectory());
        final EalLog log = new EalLog();
        calls.openLogStream(log.file());
        try {
            runInThreadOfItsOwn(() -> initialise(calls, log, arguments));
        } catch (final DeviceException e) {
            earlierFailure = e;
            throw e;
        }
        System.getLogger("io.holdfast.dpdk")
                .log(System.Logger.Level.INFO, "{0}: {1}", calls.version(), String.join(" ", arguments));
        return new Eal(calls, log, !pciDevices.isEmpty());
    }

    private static void initialise(final DpdkCalls calls, final EalLog log, final List<String> arguments) {
        final Path directory = createRuntimeDirectory();
        final String before = System.getenv(RUNTIME_DIRECTORY);
        try {
            Libc.environment(RUNTIME_DIRECTORY, directory.toString());
            final long position = log.position();
            // DPDK keeps the strings: they live as long as it does.
            final int code = calls.ealInit(arguments.size(), argumentVector(arguments));
            if (code < 0) {
                throw failure(
                        calls,
                        log,
                        "rte_eal_init(" + String.join(" ", arguments) + ")",
                        -calls.errno(),
                        position,
                        "free some memory or huge pages; see DPDK's words");
            }
        } finally {
            Libc.environment(RUNTIME_DIRECTORY, before);
            deleteAll(directory);
        }
    }

    private static DeviceException failure(
            final DpdkCalls calls,
            final EalLog log,
            final String call,
            final int code,
            final long logPosition,
            final String remedy) {
        final List<String> lines = log.linesSince(logPosition);
        final String said = lines.isEmpty() ? "" : ". DPDK says: " + String.join(" / ", lines);
        return new DeviceException(call + " failed: " + code + " (" + calls.errorText(Math.abs(code)) + ")" + said
                + ". Remedy: " + remedy);
    }

    private static long argumentVector(final List<String> arguments) {
        final Arena arena = Arena.global();
        final MemorySegment vector = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 1L);
        for (int i = 0; i < arguments.size(); i++) {
            vector.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(arguments.get(i)));
        }
        return vector.address();
    }

    /** DPDK insists on a directory, though we have it share nothing: it gets one that is deleted again. */
    private static Path createRuntimeDirectory() {
        try {
            return Files.createTempDirectory("holdfast-dpdk");
        } catch (final IOException e) {
            throw new DeviceException("DPDK needs a temporary directory: " + e, e);
        }
    }

    private static void deleteAll(final Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (final IOException e) {
            System.getLogger("io.holdfast.dpdk").log(System.Logger.Level.WARNING, "left behind: " + directory, e);
        }
    }

    private static void runInThreadOfItsOwn(final Runnable action) {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread thread = Thread.ofPlatform()
                .name("dpdk-start")
                .uncaughtExceptionHandler((ended, e) -> failure.set(e))
                .start(action);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure.get()) {
            case null -> {}
            case DeviceException e -> throw e;
            case Throwable e -> throw new DeviceException("DPDK could not be started: " + e, e);
        }
    }
}
