package io.holdfast.recovery.worm;

/**
 * What an acceptor holds of one register.
 *
 * @param offset of the register in its segment
 * @param ballot under which the value was accepted; {@link Ballot#NONE} if the acceptor was only told the outcome
 * @param value accepted
 * @param decided whether the acceptor knows that it is the register's value for ever
 */
public record AcceptedSlot(int offset, Ballot ballot, RegisterValue value, boolean decided) {}
