package io.holdfast.recovery;

import io.holdfast.log.MemberAddress;
import io.holdfast.log.secure.GroupKeys;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * What a node takes from the machine that it runs on, beside its clocks, devices and transport. Another one than
 * {@link #REAL} is a simulated world.
 */
public interface NodeMachine {
    /** Sockets, threads and random numbers of the operating system. */
    NodeMachine REAL = new NodeMachine() {
        private final SecureRandom random = new SecureRandom();

        @Override
        public Lifeline lifeline(final MemberAddress self, final MemberAddress peer, final GroupKeys keys)
                throws IOException {
            return new TcpLifeline(self, peer, keys);
        }

        @Override
        public WorkerThreads threads() {
            return WorkerThreads.PLATFORM;
        }

        @Override
        public long nextRandom() {
            return random.nextLong();
        }
    };

    /**
     * Listens for a peer.
     *
     * @throws IOException if the address is not this machine's or the port is taken
     */
    Lifeline lifeline(MemberAddress self, MemberAddress peer, GroupKeys keys) throws IOException;

    /** What several workers run on. */
    WorkerThreads threads();

    /** A number that nobody can guess: a seed of tables, or who this node is. Any thread. */
    long nextRandom();
}
