/** Results of measurements: their statistics, their files, their pages, and how two of them compare. */
package io.holdfast.perf.report;
