/**
 * Parallel release: outputs are held until the log that they depend on is stable (DESIGN section 6, FTMB section 4).
 */
package io.holdfast.release;
