package io.holdfast.recovery;

import io.holdfast.log.MemberAddress;

/**
 * A connection between the nodes that ends with the process at its other end: when it is seen closed, no thread of the
 * peer runs any more, and nothing that the peer said on it is still to come.
 *
 * <p>Every node listens; the replica connects to the master and sends its incarnation, so that the master knows whose
 * line it is. Others are strangers, and counted.
 *
 * <p>Three things are said on it, one byte each. The master says {@link #PROTECTED} before it forwards the first packet
 * under this replica's protection, and {@link #DISMISSED} before it goes on without it; the replica says
 * {@link #TOOK_OVER}. They are delivered before the end: a replica that sees the end knows whether it may take over, and
 * a master that was only hung knows that it is none any more, and does not mistake the end of the line for the end of
 * its replica. A line on which somebody else has spoken is broken, and a replica is dismissed by it.
 *
 * <p>Used by the node's thread.
 */
public interface Lifeline extends AutoCloseable {
    /** The master forwards under this replica's protection. */
    byte PROTECTED = 'P';

    /** The master goes on without this replica, which must not take over. */
    byte DISMISSED = 'D';

    /** The replica has become master. */
    byte TOOK_OVER = 'T';

    /** Nothing was said yet. */
    byte NOTHING = 0;

    /** Master: waits for the replica with this incarnation to connect. */
    void expect(long replicaIncarnation);

    /** Replica: connects to the master; the line is broken at once if nobody listens there any more. */
    void connect(MemberAddress master, long incarnation);

    /** Forgets the peer; who connects now is a stranger. */
    void drop();

    /** Says one of the words above; it always finds room. */
    void say(byte word);

    /** What the peer said last on this line; {@link #DISMISSED} if somebody else spoke on it. */
    byte lastSaid();

    /** Whether the connection stands. */
    boolean isConnected();

    /** Whether the connection stood and has ended, or could not be made. */
    boolean isBroken();

    /** Connections from somebody else than the expected replica. */
    long strangerCount();

    /** Looks what has come, if it is time. */
    void doWork(long nowNs);

    /** Drops the line, and listens no more. */
    @Override
    void close();
}
