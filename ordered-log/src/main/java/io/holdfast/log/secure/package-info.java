/**
 * Authentication of what nodes say to each other: the group's keys, and seals on datagrams.
 *
 * <p>Knows nothing of Aeron; {@code io.holdfast.log.aeron} puts seals on its datagrams. What is guarded against, and
 * what not, is said in {@code docs/SECURITY.md}.
 */
package io.holdfast.log.secure;
