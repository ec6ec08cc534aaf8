package io.holdfast.element;

/**
 * A bounded first-in first-out free list of numbers that all workers share: the one given back longest ago is taken
 * first. Each operation is one write access.
 */
public interface SharedPool {
    /** Nothing is free. */
    int EMPTY = Integer.MIN_VALUE;

    /**
     * Takes a number.
     *
     * @return {@link #EMPTY} if none is free, which is counted
     */
    int take();

    /** Gives a number back that was taken from this pool. */
    void give(int number);

    int available();

    long emptyCount();
}
