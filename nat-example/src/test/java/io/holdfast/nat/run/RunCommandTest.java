package io.holdfast.nat.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;

/** The command line of a run: what goes in, what is printed, and with which status it ends. */
@Timeout(60)
class RunCommandTest {
    private static final String COUNTED = "InfiniteSource(LIMIT 100, STOP true) -> c :: Counter -> Discard";

    @TempDir
    private Path directory;

    @Test
    void shouldPrintAHandlerAloneAsItIs() {
        final CommandRunner run = CommandRunner.run("run", "-h", "c.count", "-e", COUNTED);
        assertEquals("100\n", run.out());
        assertEquals(0, run.status());
    }

    @Test
    void shouldPrintSeveralHandlersWithTheirNames() {
        final CommandRunner run = CommandRunner.run("run", "-h", "c.count", "-h", "c.class", "-e", COUNTED);
        assertEquals("c.count:\n100\n\nc.class:\nCounter\n\n", run.out());
    }

    @Test
    void shouldFindHandlersByPatternAndClass() {
        final String text = "Idle -> a1 :: Counter -> a2 :: Counter -> Discard";
        assertEquals(
                "a1.name:\na1\n\na2.name:\na2\n\n",
                CommandRunner.run("run", "-qh", "a?.name", "-e", text).out());
        assertEquals(
                "a1.name:\na1\n\na2.name:\na2\n\n",
                CommandRunner.run("run", "-qh", "Counter.name", "-e", text).out());
    }

    @Test
    void shouldSayWhichHandlerIsMissing() {
        final CommandRunner run = CommandRunner.run("run", "-q", "-h", "x.count", "-h", "Idle@1.foo", "-e", "Idle");
        assertEquals("no element matching 'x'\nno read handler 'Idle@1.foo'\n", run.err());
        assertEquals(1, run.status());
    }

    @Test
    void shouldExitWithWhatAHandlerTells() {
        assertEquals(
                100, CommandRunner.run("run", "-x", "c.count", "-e", COUNTED).status());
        final String script = "s :: Script(TYPE PASSIVE, return $(eq 1 1))";
        assertEquals(0, CommandRunner.run("run", "-qx", "s.run", "-e", script).status());
        final String other = "s :: Script(TYPE PASSIVE, return $(eq 1 2))";
        assertEquals(1, CommandRunner.run("run", "-qx", "s.run", "-e", other).status());
    }

    @Test
    void shouldReadFilesAndStandardInput() throws IOException {
        final Path file = directory.resolve("f.click");
        Files.writeString(file, COUNTED);
        assertEquals(
                "100\n",
                CommandRunner.run("run", "-h", "c.count", file.toString()).out());
        assertEquals(
                "100\n",
                CommandRunner.run("run", "-h", "c.count", "-f", file.toString()).out());
        assertEquals(
                "100\n",
                CommandRunner.runWithInput(COUNTED, "run", "-h", "c.count").out());
        assertEquals(
                "100\n",
                CommandRunner.runWithInput(COUNTED, "run", "-h", "c.count", "-").out());
        assertEquals(2, CommandRunner.run("run", "-e", COUNTED, file.toString()).status());
    }

    @Test
    void shouldLetVariablesOfTheCommandLineWin() {
        final String text = "define($n 3); InfiniteSource(LIMIT $n, STOP true) -> c :: Counter -> Discard";
        assertEquals(
                "7\n",
                CommandRunner.run("run", "n=7", "-h", "c.count", "-e", text).out());
    }

    @Test
    void shouldShowFaultsAsClickDoes() {
        final CommandRunner setUp = CommandRunner.run("run", "-e", "Idle -> Queue(x) -> Discard");
        assertEquals("""
                config:1: While configuring 'Queue@2 :: Queue':
                  CAPACITY: invalid number
                Router could not be initialized!
                """, setUp.err());
        assertEquals(1, setUp.status());
        final CommandRunner language = CommandRunner.runWithInput("\nIdle -> Foo", "run");
        assertEquals("<stdin>:2: undeclared element 'Foo'\n", language.err());
        assertEquals(1, language.status());
    }

    @Test
    void shouldSayThatThereIsNothingToRun() {
        final CommandRunner run = CommandRunner.run("run", "-e", " ");
        assertEquals("warning: config: configuration has no elements, exiting\n", run.err());
        assertEquals(0, run.status());
    }

    @Test
    void shouldShowWarningsUnlessToldNot() {
        final String text = "Idle -> Queue -> BandwidthRatedUnqueue(1) -> Discard";
        assertTrue(CommandRunner.run("run", "-qe", text).err().contains("warning: no units"));
        assertEquals("", CommandRunner.run("run", "-wqe", text).err());
    }

    @Test
    void shouldWriteTheFlatConfiguration() throws IOException {
        final Path file = directory.resolve("flat.click");
        final String text = "elementclass C { -> Counter -> } Idle -> c :: C -> Discard";
        CommandRunner.run("run", "-q", "-o", file.toString(), "-e", text);
        assertEquals(
                Files.readString(file), CommandRunner.run("flatten", "-e", text).out());
        assertTrue(Files.readString(file).contains("c/Counter@1 :: Counter;"), Files.readString(file));
        assertEquals(
                Files.readString(file),
                CommandRunner.run("flatten", file.toString()).out());
    }

    /** A thousand seconds of traffic with randomness, timers and shapers: not a byte differs, and the seed matters. */
    @Test
    void shouldRunBitIdenticalInSimulatedTime() throws IOException {
        final String text = """
                RandomSource(64, LIMIT 500) -> q :: Queue -> RatedUnqueue(7) -> c :: Counter
                  -> s :: RoundRobinSwitch -> Queue -> Shaper(3) -> d :: DRRSched(100); s[1] -> Queue -> [1] d;
                d -> u :: Unqueue -> e :: Counter -> Discard;
                Script(set n 0, label again, print >>$OUT $(now), print >>$OUT c.count, print >>$OUT e.count,
                  print >>$OUT $(random), wait 0.37, set n $(add $n 1), goto again $(lt $n 300), stop)
                """;
        final String first = simulated(text, "a", "--simtime");
        assertEquals(first, simulated(text, "b", "--simtime"));
        assertEquals(1200, first.lines().count());
        assertNotEquals(first, simulated(text, "c", "--simtime", "--seed", "2"));
        assertTrue(simulated(text, "d", "--simtime=5").startsWith("5.000000000\n"));
    }

    private String simulated(final String text, final String name, final String... options) throws IOException {
        final Path file = directory.resolve(name);
        final String[] arguments = new String[options.length + 3];
        arguments[0] = "run";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = "-e";
        arguments[options.length + 2] = text.replace("$OUT", file.toString());
        final CommandRunner run = CommandRunner.run(arguments);
        assertEquals(0, run.status(), run.err());
        return Files.readString(file);
    }

    @Test
    void shouldNotTakeAFileForTheTime() throws IOException {
        final Path file = directory.resolve("f.click");
        Files.writeString(file, "define($n 1); " + COUNTED.replace("100", "$n"));
        final String[][] lines = {
            {"run", "--simtime", file.toString(), "-h", "c.count"},
            {"run", "--simtime", "n=1", "-h", "c.count", file.toString()},
            {"run", "-h", "c.count", file.toString(), "--simtime"},
            {"run", "--simtime=7", "-h", "c.count", file.toString()}
        };
        for (final String[] line : lines) {
            assertEquals("1\n", CommandRunner.run(line).out(), String.join(" ", line));
        }
    }

    @Test
    void shouldAskTheDriverManagerBeforeItStops() {
        final CommandRunner run = CommandRunner.run("run", "--simtime", "-e", """
                i :: InfiniteSource(LIMIT 3, STOP true) -> c :: Counter -> Discard;
                DriverManager(print "begin", pause, print c.count, write i.reset, pause, print c.count, wait 2s, print "end")
                """);
        assertEquals("begin\n3\n6\nend\n", run.out());
        assertEquals(0, run.status());
    }

    @Test
    void shouldFindLibrariesBesideTheFileAndInTheClickPath() throws IOException {
        Files.createDirectories(directory.resolve("share/conf"));
        Files.writeString(directory.resolve("share/conf/far.click"), "elementclass Far { -> Counter -> }");
        Files.writeString(
                directory.resolve("near.click"), "require(library far.click) elementclass Near { -> Far -> }");
        final Path file = directory.resolve("f.click");
        Files.writeString(file, "require(library near.click, library far.click); Idle -> n :: Near -> Discard");
        final String path = directory.resolve("share").toString();
        final CommandRunner run =
                CommandRunner.run("run", "-C", path, "-qh", "n/Far@1/Counter@1.class", file.toString());
        assertEquals("Counter\n", run.out(), run.err());
        final String missing = ":1: library 'far.click' not found in CLICKPATH/conf";
        assertEquals(
                List.of(file + missing, directory.resolve("near.click") + missing),
                CommandRunner.run("run", "-q", file.toString())
                        .err()
                        .lines()
                        .limit(2)
                        .toList());
    }

    @Test
    void shouldListElementsAndPrintTheirManuals() {
        final String list = CommandRunner.run("elements").out();
        assertTrue(list.contains("\nQueue "), list);
        assertTrue(CommandRunner.run("elements", "Queue").out().contains("| CAPACITY | by place or keyword | integer"));
        assertEquals(1, CommandRunner.run("elements", "Qeue").status());
    }

    @Test
    void shouldStopAfterSomeSeconds() {
        assertEquals(
                0, CommandRunner.run("run", "--seconds", "0.05", "-e", "Idle").status());
    }

    @Test
    void shouldRunAScriptAtASignal() throws InterruptedException {
        final AtomicBoolean isOver = new AtomicBoolean();
        final Thread sender = Thread.ofPlatform().start(() -> {
            while (!isOver.get()) {
                raise("WINCH");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        });
        try {
            final CommandRunner run = CommandRunner.run("run", "-e", "Script(TYPE SIGNAL WINCH, print \"seen\", stop)");
            assertTrue(run.out().startsWith("seen\n"), run.out() + run.err());
            assertEquals(0, run.status());
        } finally {
            isOver.set(true);
            sender.join();
        }
    }

    /** Nobody watches it before the run does, which is refused, and no harm. */
    private static void raise(final String signal) {
        try {
            Signal.raise(new Signal(signal));
        } catch (final IllegalArgumentException e) {
            assertTrue(e.getMessage().contains(signal), e.getMessage());
        }
    }

    @Test
    void shouldRefuseASignalThatCannotBeWatched() {
        final CommandRunner run = CommandRunner.run("run", "-q", "-e", "s :: Script(TYPE SIGNAL KILL, stop)");
        assertEquals(1, run.status());
        assertTrue(run.err().contains("no signal that a run can watch: KILL"), run.err());
        final CommandRunner none = CommandRunner.run("run", "-q", "-e", "s :: Script(TYPE SIGNAL, stop)");
        assertTrue(none.err().contains("TYPE SIGNAL: names of signals expected"), none.err());
    }

    @Test
    void shouldBindItsThreadToAProcessor() {
        assertEquals(0, CommandRunner.run("run", "-a", "-e", COUNTED).status());
        final CommandRunner refused = CommandRunner.run("run", "--affinity=1023", "-e", COUNTED);
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("sched_setaffinity"), refused.err());
        assertEquals(2, CommandRunner.run("run", "-a=1024", "-e", COUNTED).status());
    }

    @Test
    void shouldSayThatARunHasOneThread() {
        final CommandRunner run = CommandRunner.run("run", "-j", "4", "-e", COUNTED);
        assertEquals(0, run.status());
        assertTrue(run.err().contains("-j 4: a run has one thread"), run.err());
        assertEquals(
                "", CommandRunner.run("run", "-w", "-j", "4", "-e", COUNTED).err());
    }
}
