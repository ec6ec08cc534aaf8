package io.holdfast.recovery.worm;

import java.util.function.Consumer;

/**
 * Who owns which segment: the registers of segment {@link #DIRECTORY} hold the owners' names, so the first who allocates
 * a segment has it for ever. Used by the client's thread.
 */
public final class Segments {
    /** Register s of this segment names the owner of segment s. */
    public static final int DIRECTORY = 0;

    /** The views of the group: register v holds view v. */
    public static final int VIEWS = 1;

    /** The first segment that is free for others. */
    public static final int FIRST_FREE = 16;

    private final WormClient client;

    public Segments(final WormClient client) {
        this.client = client;
    }

    /**
     * What came of an allocation.
     *
     * @param status how it ended
     * @param owner who has the segment; null if that is not known
     * @param isOurs whether that is who asked
     */
    public record Allocation(Outcome.Status status, String owner, boolean isOurs) {}

    /** Takes a segment for an owner, if nobody has it. An owner may take its own again. */
    public void alloc(
            final int segment, final String owner, final long timeoutNs, final Consumer<Allocation> onAllocation) {
        if (segment < 1 || segment >= RegisterRange.SEGMENT_CAPACITY) {
            throw new IllegalArgumentException("a segment that can be allocated must be from 1 to "
                    + (RegisterRange.SEGMENT_CAPACITY - 1) + ": " + segment);
        }
        client.writeOnce(DIRECTORY, segment, RegisterValue.of(owner), timeoutNs, outcome -> {
            final RegisterValue value = outcome.values().get(segment);
            final String found = value == null ? null : value.text();
            onAllocation.accept(new Allocation(outcome.status(), found, owner.equals(found)));
        });
    }

    /** Takes the first segment from one on that nobody else has. */
    public void allocNext(final int from, final String owner, final long timeoutNs, final Consumer<Integer> onSegment) {
        alloc(from, owner, timeoutNs, allocation -> {
            if (allocation.isOurs()) {
                onSegment.accept(from);
            } else if (allocation.status() == Outcome.Status.DONE && from + 1 < RegisterRange.SEGMENT_CAPACITY) {
                allocNext(from + 1, owner, timeoutNs, onSegment);
            } else {
                onSegment.accept(-1);
            }
        });
    }
}
