package io.holdfast.log;

/** Which bursts and packets the log keeps; the setting {@code log.records}. */
public enum LogRecords {
    /** Every packet of every burst. */
    ALL,

    /**
     * What changes state: a burst that changes nothing leaves no record, and of another one the packets that changed
     * something are kept.
     */
    CHANGES
}
