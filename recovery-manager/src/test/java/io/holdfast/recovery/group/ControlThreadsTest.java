package io.holdfast.recovery.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlThreadsTest {
    private final List<String> log = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Integer> askedFor = new ArrayList<>();

    /** A system that allows some, and remembers what it was asked for. */
    private ControlThreads.Scheduler allowing(final String what) {
        return new ControlThreads.Scheduler() {
            @Override
            public boolean realtime(final int thread) {
                asked.add("realtime");
                askedFor.add(thread);
                return what.contains("realtime");
            }

            @Override
            public boolean nice(final int thread) {
                asked.add("nice");
                return what.contains("nice");
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "REALTIME, realtime nice, REALTIME, realtime",
        "REALTIME, nice,          NICE,     realtime nice",
        "REALTIME, '',            NONE,     realtime nice",
        "NICE,     realtime nice, NICE,     nice",
        "NICE,     realtime,      NONE,     nice",
        "NONE,     realtime nice, NONE,     ''"
    })
    void shouldTakeTheNextBestAndSayWhatItGot(
            final ControlPriority wanted, final String allowed, final ControlPriority got, final String questions) {
        final ControlThreads threads = new ControlThreads(wanted, log::add, allowing(allowed));
        threads.enter("registers");
        threads.enter("attestations");
        for (final ControlPriority priority : ControlPriority.values()) {
            assertEquals(priority == got ? 2 : 0, threads.count(priority));
        }
        assertEquals(2, log.size());
        assertTrue(log.getFirst().contains("registers") && log.getFirst().contains(got.word()), log.getFirst());
        assertEquals(wanted != got, log.getFirst().startsWith("WARNING"), log.getFirst());
        final String once = String.join(" ", asked.subList(0, asked.size() / 2));
        assertEquals(questions, once);
        assertFalse(wanted == ControlPriority.NONE && !asked.isEmpty());
    }

    /** Tries the real thread, but asks no real system: a test's machine stays as it is. */
    @Test
    void shouldFavourTheThreadThatCanStopAllOthers() throws IOException {
        new ControlThreads(ControlPriority.REALTIME, log::add, allowing("realtime")).enterMachine();
        assertEquals(1, askedFor.size());
        final Path comm = Path.of("/proc/self/task")
                .resolve(askedFor.getFirst().toString())
                .resolve("comm");
        assertEquals("VM Thread", Files.readString(comm).strip());
        assertEquals(List.of("thread of the virtual machine: priority realtime"), log);
    }
}
