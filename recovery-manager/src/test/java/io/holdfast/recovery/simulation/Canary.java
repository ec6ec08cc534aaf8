package io.holdfast.recovery.simulation;

/** The design with one rule taken back: each must be found out. */
enum Canary {
    SKIPS_AN_ENTRY("one read in sixteen is not noted"),
    FORGETS_TO_MERGE("an access does not merge V[X] into V[i]"),
    LOCAL_CHANGE_IS_NO_CAUSE("a local change does not set V[i][i]"),
    RELEASES_ONE_BURST_EARLY("a packet leaves one burst before its vector is stable"),
    ACKNOWLEDGES_BEFORE_STORING("the replica acknowledges the burst after the last one stored"),
    DROPS_READERS("a write does not note who read before it"),
    WAITS_FOR_NO_READER("a replayed write does not wait for readers"),
    WAITS_FOR_WHOLE_BURST("a replayed write waits until a named reader's whole burst is done"),
    MISSING_READER_CUTS("a named reader without a record cuts the line"),
    LINE_IN_BURSTS("the line is counted in bursts"),
    CLOCK_OUTSIDE_THE_CONTEXT("an element sends what it reads from a clock of its own"),
    KEEPS_OUTSIDE_CLOCK("an element keeps, and never sends, what it reads from a clock of its own"),
    LEAKS_A_PACKET("an element drops a packet and does not free it"),
    RERUNS_OUT_OF_ORDER("records beyond the line are run again out of their stream's order"),
    SNAPSHOT_MISSES_A_PIECE("of one piece of state the snapshot has what came after the mark"),
    KEEPS_VERSIONS_ACROSS_EPOCHS("versions, vectors and marks are not cleared at the mark"),
    NUMBERS_BURSTS_ON("vectors and marks number bursts on across the mark"),
    TAKES_ACKNOWLEDGEMENTS_OF_ANY_EPOCH("an acknowledgement of an earlier epoch counts"),
    HOLD_POINT_BEFORE_ALL_HOLD("what must be stored before protection is noted before all workers hold"),
    PROTECTS_BEFORE_STORED("the protected view is proposed before the replica has stored everything"),
    GOES_SOLO_WITHOUT_A_VIEW("a master that misses its replica lets go without having won the view"),
    GOES_SOLO_WITH_OPEN_LOGS("workers that are not solo yet go on logging beside one that is"),
    LEAVES_OUT_A_WRITER("of several packets that change something, the first is not logged"),
    LOCAL_CHANGE_IS_NO_WRITE("a burst that changes local state only leaves no record"),
    ACTS_FOR_THE_PACKET_BEFORE("an element's accesses are put down to the packet before"),
    TELLS_NO_POSITION("nobody is told of bursts that leave no record"),
    TAKES_RECORDS_OUT_OF_SEQUENCE("a record is stored although the one before it is missing"),
    FORWARDS_BEFORE_READY("the new master forwards before its state is ready"),
    RESENDS_WHAT_WAS_RELEASED("what the old master had said to have released is sent again"),
    RESENDS_BEYOND_THE_LINE("records beyond the line are run and sent again twice"),
    RESENDS_NOTHING("what the old master may not have released is lost"),
    SAYS_RELEASED_OF_AN_EARLIER_EPOCH(
            "between promise and mark the last epoch's released bursts count as the new one's"),
    PASSES_ON_FOR_ONE("what a full lane passes on is put down to the packet at hand");

    private final String words;

    Canary(final String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Workers with which it is looked for: some rules matter more the more of them there are. */
    int workers() {
        return this == GOES_SOLO_WITH_OPEN_LOGS ? 4 : 2;
    }

    /** Whether only a translator does that has neighbours to find. */
    boolean needsNeighbours() {
        return this == PASSES_ON_FOR_ONE;
    }

    /** Whether only the program element does what it does. */
    boolean needsPrograms() {
        return this == CLOCK_OUTSIDE_THE_CONTEXT
                || this == KEEPS_OUTSIDE_CLOCK
                || this == LEAKS_A_PACKET
                || this == ACTS_FOR_THE_PACKET_BEFORE;
    }
}
