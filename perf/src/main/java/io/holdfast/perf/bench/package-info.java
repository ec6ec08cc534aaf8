/** {@code holdfast bench}: the commands that measure. */
package io.holdfast.perf.bench;
