package io.holdfast.element;

/**
 * Size of a {@link SharedTable}.
 *
 * @param capacityEntries most entries, 1 or more; the table never holds more
 * @param valueBytes of each entry, behind its 16-byte key; 0 or more
 * @param stripes shared variables that the table is split into, a power of two
 */
public record TableLayout(int capacityEntries, int valueBytes, int stripes) {}
