package io.holdfast.perf;

import io.holdfast.log.secure.GroupKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody without the group's key who sends wrong datagrams to a node, at a rate.
 *
 * <p>He knows the layout and the key's id, which are no secrets.
 */
final class Flood implements AutoCloseable {
    /** What is sent. */
    enum Kind {
        /** Of random bytes. */
        GARBAGE,
        /** Greetings with the right key's id and a wrong tag: the node must compute the tag to know. */
        FORGED
    }

    private static final int GARBAGE_BYTES = 200;
    private static final int GREETING_BYTES = 48;
    private static final int FORGED_START = 0x68460101;
    private static final int FIRST_TAG_BYTE = 32;
    private static final long SLICE_NS = 500_000;
    private static final double NS_PER_S = 1e9;

    private final DatagramChannel channel;
    private final InetSocketAddress[] targets;
    private final ByteBuffer bytes;
    private final Random random = new Random(1);
    private final Kind kind;
    private final double perNs;
    private final Thread thread;
    private volatile boolean on;
    private volatile boolean closed;
    private volatile long sentCount;

    Flood(final Kind kind, final GroupKey key, final int perSecond, final InetSocketAddress... targets)
            throws IOException {
        this.kind = kind;
        this.targets = targets;
        perNs = perSecond / NS_PER_S;
        bytes = ByteBuffer.allocateDirect(kind == Kind.FORGED ? GREETING_BYTES : GARBAGE_BYTES);
        if (kind == Kind.FORGED) {
            bytes.putInt(0, FORGED_START).putInt(4, key.id());
        }
        channel = DatagramChannel.open();
        thread = Thread.ofPlatform().daemon().name("flood").start(this::run);
    }

    void turnOn(final boolean wanted) {
        on = wanted;
    }

    /** Datagrams sent so far. */
    long sentCount() {
        return sentCount;
    }

    private void run() {
        double due = 0;
        long lastNs = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(SLICE_NS);
            final long nowNs = System.nanoTime();
            due = on ? due + (nowNs - lastNs) * perNs : 0;
            lastNs = nowNs;
            for (; due >= 1; due--) {
                send();
            }
        }
    }

    private void send() {
        for (int i = kind == Kind.FORGED ? 2 : 0; i < bytes.capacity() / Long.BYTES; i++) {
            bytes.putLong(i * Long.BYTES, random.nextLong());
        }
        if (kind == Kind.FORGED) {
            bytes.putLong(8, random.nextLong()).putLong(FIRST_TAG_BYTE - Long.BYTES, 0);
        }
        try {
            channel.send(bytes.clear(), targets[(int) (sentCount % targets.length)]);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        sentCount = sentCount + 1;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        thread.join();
        channel.close();
    }
}
