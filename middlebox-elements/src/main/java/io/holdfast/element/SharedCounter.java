package io.holdfast.element;

/** A number that all workers share, and that decisions may depend on; for statistics use a soft counter. */
public interface SharedCounter {
    /** Reads the value; a read access. */
    long get();

    /**
     * Adds to the value; a write access.
     *
     * @return the value before
     */
    long getAndAdd(long delta);

    /** Sets the value; a write access. */
    void set(long value);
}
