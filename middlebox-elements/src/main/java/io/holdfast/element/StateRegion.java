package io.holdfast.element;

/**
 * A contiguous piece of state memory.
 *
 * @param name of the container, such as {@code rw.flows}
 * @param address of its first byte
 * @param lengthBytes of it
 */
public record StateRegion(String name, long address, long lengthBytes) {}
