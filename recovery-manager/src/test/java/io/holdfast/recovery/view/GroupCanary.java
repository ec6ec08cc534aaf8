package io.holdfast.recovery.view;

/** A rule of the group taken back: the simulation must find it. */
enum GroupCanary {
    IGNORES_LEASE("a protected master releases without a lease"),
    DOES_NOT_WAIT_FOR_LEASE("a sealed replica takes over before L has passed"),
    STORES_AFTER_SEAL("a sealed replica goes on to store, acknowledge and echo"),
    SOLO_BEFORE_KNOWN("a master releases everything while it tries to go solo"),
    PROTECTS_BEFORE_STORED("a candidate is admitted before it has stored everything"),
    DOES_NOT_HOLD("a master that admits a candidate goes on to release what is not stored"),
    KEEPS_INCARNATION("a node that was restarted, and has lost its state, says that it was not"),
    TAKES_SILENCE_FOR_RESTART("a node gives up the state because the others are silent"),
    RELEASES_WHILE_HANDING_OVER("a master that hands over goes on to take in and release"),
    KEEPS_RELEASING_WHEN_DEPOSED("a master ignores views in which it is not named"),
    FORGETS_TO_FORCE("an acceptor answers before its journal is on the disk"),
    ACCEPTS_WITHOUT_TOKEN("an acceptor accepts below its promise");

    private final String words;

    GroupCanary(final String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
