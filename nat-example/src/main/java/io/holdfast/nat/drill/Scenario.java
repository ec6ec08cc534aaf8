package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonValue;
import io.holdfast.packet.PacketBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A fault that a drill puts a pair of nodes through, and who must be master because of it. */
enum Scenario {
    KILL_MASTER(Outcome.TAKE_OVER, Need.NOTHING, "the master's process is killed (SIGKILL)"),
    KILL_REPLICA(Outcome.GOES_SOLO, Need.NOTHING, "the replica's process is killed (SIGKILL)"),
    STOP_CONT_MASTER(
            Outcome.TAKE_OVER,
            Need.WITNESS,
            "the master's process is stopped (SIGSTOP), and goes on (SIGCONT) when the replica has taken over"),
    CUT_SYNC(Outcome.GOES_SOLO, Need.WITNESS, "the link between the nodes goes down, and later up again"),
    CUT_LAN(Outcome.TAKE_OVER, Need.WITNESS, "the master's port towards the client loses its link"),
    CUT_WAN(Outcome.TAKE_OVER, Need.WITNESS, "the master's port towards the server loses its link"),
    KILL_WITNESS(Outcome.STAYS, Need.WITNESS, "the witness's process is killed (SIGKILL)"),
    RESTART_ALL(
            Outcome.STARTS_AGAIN,
            Need.WITNESS,
            "both nodes' processes are killed at once, and started again with the log on their disks"),
    SWITCHOVER(Outcome.TAKE_OVER, Need.WITNESS, "an operator makes the replica master"),
    /** Not to be chosen by its name, but by {@code --soak}. */
    SOAK(Outcome.STAYS, Need.NOTHING, "nothing happens, for minutes");

    /** What becomes of the pair. */
    enum Outcome {
        /** The replica becomes master. */
        TAKE_OVER,
        /** The master stays master, and notices that nobody protects it. */
        GOES_SOLO,
        /** Nothing changes. */
        STAYS,
        /** There is a master again, whoever it is, with the state that was on a disk. */
        STARTS_AGAIN
    }

    /** What a scenario asks of the nodes. */
    enum Need {
        NOTHING(null),
        /** Views decided by registers; the lab gets a witness. */
        WITNESS(null);

        private final String words;

        Need(final String words) {
            this.words = words;
        }
    }

    private final Outcome outcome;
    private final Need need;
    private final String words;

    Scenario(final Outcome outcome, final Need need, final String words) {
        this.outcome = outcome;
        this.need = need;
        this.words = words;
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Outcome outcome() {
        return outcome;
    }

    /** What happens, in words. */
    String words() {
        return words;
    }

    /** @return why this build cannot pass it, or null if it can */
    String unsupported() {
        return need.words;
    }

    /** Whether its lab must have a witness. */
    boolean needsWitness() {
        return need != Need.NOTHING;
    }

    /** Whether its nodes keep the log on a disk, to live on after all of them have died. */
    boolean keepsLog() {
        return outcome == Outcome.STARTS_AGAIN;
    }

    /**
     * Frames that the deposed master may send late: a process that is stopped between its look at the lease and the system call makes that call
     * when it goes on. All that those depend on is in the log, so they are no more than frames that the network kept for so long.
     */
    private long framesThatMayBeLate() {
        return this == STOP_CONT_MASTER ? PacketBatch.BURST_PACKETS : 0;
    }

    /** Whether a number of frames sent by the deposed master, after the other one had begun, is too many. */
    boolean isTooMany(final long overlappingFrames) {
        return outcome != Outcome.STARTS_AGAIN && overlappingFrames > framesThatMayBeLate();
    }

    /** Whom the fault is for. */
    Victim victim() {
        return outcome == Outcome.TAKE_OVER ? Victim.MASTER : Victim.REPLICA;
    }

    /** Those that have a name on the command line. */
    static List<Scenario> all() {
        return Arrays.stream(values()).filter(scenario -> scenario != SOAK).toList();
    }

    /**
     * Reads the words of the command line, separated by commas; {@code all} stands for all.
     *
     * @throws IllegalArgumentException if one is unknown
     */
    static List<Scenario> listOf(final String words) {
        if ("all".equals(words)) {
            return all();
        }
        return Arrays.stream(words.split(",", -1))
                .map(word -> of(word.trim(), words))
                .toList();
    }

    private static Scenario of(final String word, final String all) {
        return all().stream()
                .filter(scenario -> scenario.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--scenario must be all, or some of "
                        + all().stream().map(Scenario::word).collect(Collectors.joining(", ")) + ": " + all));
    }
}
