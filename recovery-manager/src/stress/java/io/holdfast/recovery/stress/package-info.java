/**
 * What is lock-free, under every order that the machine's memory allows: jcstress tests, which name the legal outcomes.
 * {@code scripts/stress} runs them.
 */
package io.holdfast.recovery.stress;
