package io.holdfast.recovery;

/**
 * Makes a snapshot forget to keep a piece of state, for the tests of our tests.
 *
 * <p>There is one right answer, {@link #NONE}.
 */
@FunctionalInterface
public interface SnapshotFault {
    /** Every piece that changes is kept as it was. */
    SnapshotFault NONE = piece -> false;

    /** Whether the piece's old content is lost when it changes. */
    boolean loses(int piece);
}
