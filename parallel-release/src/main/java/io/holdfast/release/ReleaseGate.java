package io.holdfast.release;

/**
 * Whether held packets may leave at this moment, whatever they depend on: shut while another node may have become master.
 */
@FunctionalInterface
public interface ReleaseGate {
    /** Where nobody else can be master. */
    ReleaseGate OPEN = () -> true;

    /** Asked by a worker's thread before each call that sends packets. */
    boolean isOpen();
}
