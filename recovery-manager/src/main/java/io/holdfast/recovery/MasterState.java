package io.holdfast.recovery;

/** Where a master stands between alone and protected. */
enum MasterState {
    /** Has forwarded nothing: waits for a replica. */
    WAITING("none"),
    /** Every burst is logged, outputs are held. */
    PROTECTED("protected"),
    /** Forwards unprotected. */
    SOLO("solo");

    private final String word;

    MasterState(final String word) {
        this.word = word;
    }

    /** As in the status. */
    String word() {
        return word;
    }
}
