package io.holdfast.recovery.group;

import io.holdfast.log.secure.GroupKeys;
import io.holdfast.recovery.worm.Acceptor;
import io.holdfast.recovery.worm.DiskJournalFile;
import io.holdfast.recovery.worm.WireWriter;
import io.holdfast.recovery.worm.WormCodec;
import io.holdfast.recovery.worm.WormLimits;
import io.holdfast.recovery.worm.WormMessage;
import java.util.function.Consumer;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A node's registers, on a thread of their own: the journal is forced to the disk there, so that no worker waits for it.
 */
public final class RegisterServer implements AutoCloseable {
    private static final String JOURNAL = "registers.journal";
    private static final long LONGEST_WAIT_MS = 100;
    private static final long END_MS = 5_000;

    private final SealedSocket socket;
    private final DiskJournalFile file;
    private final Acceptor acceptor;
    private final WireWriter out = new WireWriter();
    private final Thread thread;
    private final Consumer<Throwable> onFailure;
    private final ControlThreads threads;
    private volatile boolean ended;
    /** 0 while nothing is being forced. */
    private volatile long forcingSinceNs;

    /**
     * Opens the journal, and starts.
     *
     * @param self number of this node
     * @param threads that this one's is among
     * @param onFailure told when the journal fails: the registers do not answer any more
     */
    public RegisterServer(
            final GroupSettings group,
            final int self,
            final GroupKeys keys,
            final ControlThreads threads,
            final Consumer<Throwable> onFailure) {
        this.threads = threads;
        this.onFailure = onFailure;
        final GroupAddresses addresses = new GroupAddresses(group);
        file = DiskJournalFile.open(group.directory().resolve(JOURNAL));
        try {
            acceptor = Acceptor.open(
                    file,
                    "node " + self + " in " + group.directory(),
                    group.mayBegin(),
                    WormLimits.DEFAULT,
                    SystemNanoClock.INSTANCE,
                    this::send);
            socket = new SealedSocket(addresses.registers().get(self), addresses.views(), keys);
        } catch (final RuntimeException e) {
            file.close();
            throw e;
        }
        thread = Thread.ofPlatform().daemon().name("registers").start(this::run);
    }

    private void send(final int to, final WormMessage message) {
        WormCodec.encode(message, out.reset());
        socket.send(to, out.buffer(), 0, out.lengthBytes());
    }

    private void run() {
        try {
            threads.enter("registers");
            while (!ended) {
                socket.poll(System.nanoTime(), (from, buffer, offset, lengthBytes) -> {
                    final WormMessage message = WormCodec.decode(buffer, offset, lengthBytes);
                    if (message != null) {
                        acceptor.onMessage(from, message);
                    }
                });
                forcingSinceNs = System.nanoTime() | 1;
                acceptor.flush();
                forcingSinceNs = 0;
                socket.await(LONGEST_WAIT_MS);
            }
        } catch (final RuntimeException | Error e) {
            if (!ended) {
                onFailure.accept(e);
            }
        }
    }

    /** For how long the disk has been asked for what it has not done yet; 0 if for nothing. Any thread. */
    public long diskWaitNs() {
        final long sinceNs = forcingSinceNs;
        return sinceNs == 0 ? 0 : Math.max(0, System.nanoTime() - sinceNs);
    }

    /** Ends the thread, then closes the journal. */
    @Override
    public void close() {
        ended = true;
        socket.wakeUp();
        try {
            thread.join(END_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            socket.close();
            file.close();
        }
    }
}
