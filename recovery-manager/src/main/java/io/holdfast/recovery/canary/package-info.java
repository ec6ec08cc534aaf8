/** Faults for the tests of our tests; no normal run uses them. */
package io.holdfast.recovery.canary;
