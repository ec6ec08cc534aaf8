package io.holdfast.element;

/**
 * Flat memory that only one worker touches. It needs no access entry, but a change must be told before it is made:
 * what the packet causes is held until the record of its burst is stable.
 */
public interface LocalState {
    /** Address of the memory, for reading. */
    long address();

    long lengthBytes();

    /** Says that the memory is about to be changed. */
    void changing();
}
