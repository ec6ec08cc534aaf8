package io.holdfast.packet.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What the kernel says of a thread that has asked for a priority: proc(5), stat, counted from the state on. */
class ThreadPriorityTest {
    private static final int NICE = 16;
    private static final int REALTIME_PRIORITY = 37;
    private static final int POLICY = 38;
    private static final String ROUND_ROBIN = "2";
    private static final String ORDINARY = "0";

    private record Told(boolean isAllowed, String[] stat, String[] statOfChild) {}

    /** On a thread of its own, for others are not to have what it asks for. */
    private static Told ask(final BooleanSupplier request) throws InterruptedException {
        final AtomicReference<Told> told = new AtomicReference<>();
        final Thread asking = Thread.ofPlatform().start(() -> {
            final boolean isAllowed = request.getAsBoolean();
            final AtomicReference<String[]> child = new AtomicReference<>();
            final Thread started = Thread.ofPlatform().start(() -> child.set(stat()));
            join(started);
            told.set(new Told(isAllowed, stat(), child.get()));
        });
        asking.join(10_000);
        return told.get();
    }

    private static void join(final Thread thread) {
        try {
            thread.join(10_000);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String[] stat() {
        return stat(Path.of("/proc/thread-self/stat"));
    }

    private static String[] stat(final Path file) {
        try {
            final String line = Files.readString(file);
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldBeRealtimeOrSayThatItIsNot() throws InterruptedException {
        final Told told = ask(() -> ThreadPriority.realtime(ThreadPriority.CALLING_THREAD));
        assertEquals(told.isAllowed() ? ROUND_ROBIN : ORDINARY, told.stat()[POLICY]);
        assertEquals(told.isAllowed() ? "1" : "0", told.stat()[REALTIME_PRIORITY]);
        assertEquals(ORDINARY, told.statOfChild()[POLICY], "what a control thread starts is no control thread");
    }

    @Test
    void shouldBeNiceToItselfOrSayThatItIsNot() throws InterruptedException {
        final Told told = ask(() -> ThreadPriority.nice(ThreadPriority.CALLING_THREAD, -10));
        assertEquals(told.isAllowed() ? "-10" : "0", told.stat()[NICE]);
    }

    @Test
    void shouldLetAllOthersGoFirst() throws InterruptedException {
        final Told told = ask(ThreadPriority::idle);
        assertTrue(told.isAllowed());
        assertEquals("5", told.stat()[POLICY]);
    }

    @Test
    void shouldAlwaysBeAllowedToBeNicerToOthers() throws InterruptedException {
        final Told told = ask(() -> ThreadPriority.nice(ThreadPriority.CALLING_THREAD, 5));
        assertTrue(told.isAllowed());
        assertEquals("5", told.stat()[NICE]);
    }

    @Test
    void shouldFavourAnotherThreadByItsNumber() throws InterruptedException {
        final CompletableFuture<Path> files = new CompletableFuture<>();
        final CompletableFuture<Void> end = new CompletableFuture<>();
        final Thread other = Thread.ofPlatform().start(() -> {
            files.complete(Path.of("/proc").resolve(thisThread()));
            end.join();
        });
        final Path othersFiles = files.orTimeout(10, TimeUnit.SECONDS).join();
        final boolean isAllowed = ThreadPriority.realtime(
                Integer.parseInt(othersFiles.getFileName().toString()));
        final String[] stat = stat(othersFiles.resolve("stat"));
        end.complete(null);
        other.join(10_000);
        assertEquals(isAllowed ? ROUND_ROBIN : ORDINARY, stat[POLICY]);
        assertEquals(ORDINARY, stat()[POLICY]);
    }

    /** PID/task/TID. */
    private static Path thisThread() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
