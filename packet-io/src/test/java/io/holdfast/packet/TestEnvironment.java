package io.holdfast.packet;

import io.holdfast.packet.dpdk.DpdkLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test may need of the machine, and how it says that it is missing.
 *
 * <p>A test that cannot run is skipped, and a line {@code SKIPPED: test: reason} is printed, for the build to count.
 */
public final class TestEnvironment {
    private static final long COMMAND_TIMEOUT_S = 60;

    private TestEnvironment() {}

    /** Skips the calling test unless DPDK can be loaded. */
    public static void requireDpdk() {
        final String problem = DpdkLibrary.problem(DeviceSettings.defaults().dpdkDirectory());
        require(problem == null, problem);
    }

    /** Skips the calling test unless namespaces can be made: it takes root and the command {@code ip}. */
    public static void requireNamespaces() {
        require(Privileges.hasCapability(21), "not root (CAP_SYS_ADMIN)");
        require(isCommand("ip"), "the command ip is missing (package iproute2)");
    }

    /** Skips the calling test unless the command is on the path. */
    public static void requireCommand(final String name) {
        require(isCommand(name), "the command " + name + " is missing");
    }

    public static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            final StackWalker walker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
            final String test =
                    walker.walk(frames -> frames.filter(frame -> frame.getDeclaringClass() != TestEnvironment.class)
                            .map(frame -> frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName())
                            .findFirst()
                            .orElse("?"));
            System.out.println("SKIPPED: " + test + ": " + otherwise);
            Assumptions.abort(otherwise);
        }
    }

    /** Starts a class's main method in a JVM of its own, with this one's class path and options. */
    public static Process startJava(final List<String> prefix, final Class<?> main, final String... arguments) {
        final List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-ea",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Starts a command whose output {@link #await} returns. */
    public static Process start(final List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (final IOException e) {
            throw new AssertionError("cannot start " + command, e);
        }
    }

    /**
     * Waits for a process of ours, and ends it if it takes too long.
     *
     * @return its output
     * @throws AssertionError with the output, if it fails
     */
    public static String await(final Process process) {
        final Thread watchdog = Thread.ofVirtual().start(() -> killAfterTimeout(process));
        try {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            final int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError("exit status " + status + ": " + output);
            }
            return output;
        } catch (final IOException | InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            watchdog.interrupt();
        }
    }

    /** Runs a command to its end. */
    public static String run(final String... command) {
        return await(start(List.of(command)));
    }

    private static void killAfterTimeout(final Process process) {
        try {
            if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isCommand(final String name) {
        for (final String directory : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }
}
