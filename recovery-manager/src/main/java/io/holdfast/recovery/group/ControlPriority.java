package io.holdfast.recovery.group;

/**
 * What a group's control threads ask of the system's scheduler: {@code group.controlPriority}. They sleep nearly always,
 * and others take them for dead when they wake too late.
 */
public enum ControlPriority {
    /** Before all ordinary threads: SCHED_RR at priority 1; where that is not allowed, {@link #NICE}. */
    REALTIME("realtime"),
    /** A larger share than ordinary threads: nice -10; where that is not allowed, {@link #NONE}. */
    NICE("nice"),
    /** As every thread. */
    NONE("none");

    private final String word;

    ControlPriority(final String word) {
        this.word = word;
    }

    /** In settings and logs. */
    public String word() {
        return word;
    }
}
