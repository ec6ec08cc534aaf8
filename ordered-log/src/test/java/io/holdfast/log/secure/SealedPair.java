package io.holdfast.log.secure;

import io.holdfast.log.secure.SecureCounters.Outcome;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A node's process as far as seals go: one session, and one socket at a time. */
final class SealedPair {
    static final class End {
        final InetSocketAddress address;
        final GroupKeys keys;
        final PeerSession session;
        final SecureCounters counters = new SecureCounters();
        DatagramSeal seal;

        End(final String host, final GroupKeys keys, final long instance) {
            address = new InetSocketAddress(host, 7400);
            this.keys = keys;
            session = new PeerSession(instance);
            use(new DatagramSeal(keys, session, counters));
        }

        void use(final DatagramSeal next) {
            seal = next;
            seal.self(address);
        }

        /** What arrives: the payload, or null. */
        String open(final byte[] datagram) {
            final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536).put(datagram);
            if (!seal.open(buffer)) {
                return null;
            }
            final byte[] payload = new byte[buffer.position()];
            buffer.get(0, payload);
            return new String(payload, StandardCharsets.UTF_8);
        }

        byte[] seal(final String text, final End to) {
            return bytes(seal.seal(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), to.address));
        }

        byte[] greeting(final End to) {
            return bytes(seal.greeting(to.address, SealedPair.nextNs()));
        }

        byte[] answer(final End to) {
            return bytes(seal.answer(to.address, SealedPair.nextNs()));
        }

        long count(final Outcome outcome) {
            return counters.get(outcome);
        }
    }

    private static long nowNs;

    private SealedPair() {}

    /** Time goes on by as much as greetings are apart. */
    private static long nextNs() {
        nowNs += PeerSession.GREETING_INTERVAL_NS;
        return nowNs;
    }

    /** Both ends prove to each other that they are there. */
    static void introduce(final End a, final End b) {
        ask(a, b);
        ask(b, a);
    }

    /** The first learns which instance the second is. */
    static void ask(final End a, final End b) {
        b.open(a.greeting(b));
        a.open(b.answer(a));
    }

    private static byte[] bytes(final ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
