package io.holdfast.recovery;

import io.holdfast.element.AccessControl;
import io.holdfast.element.state.FlatStateStore;
import io.holdfast.log.DiscardingWriter;
import io.holdfast.log.LogRecords;
import io.holdfast.log.LogWriter;
import io.holdfast.log.RecordBuffer;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.SnapshotReader;
import io.holdfast.log.SnapshotWriter;
import io.holdfast.log.StablePositions;
import io.holdfast.recovery.order.SoleAccesses;
import io.holdfast.release.HoldQueue;
import io.holdfast.release.ReleaseCheck;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;

/**
 * Goes through the motions of a join once, with a state of some bytes, when a node starts.
 *
 * <p>The first time that Java runs a class it loads, checks and links it, which takes milliseconds; a join should not
 * take them from the packets.
 */
final class JoinRehearsal {
    private static final int ROUNDS = 3;
    private static final int PACKETS = 512;
    private static final long LOCAL_BYTES = 20_000;
    private static final AtomicBoolean HAS_RUN = new AtomicBoolean();

    private JoinRehearsal() {}

    /** The first time in this process. */
    static void run() {
        if (HAS_RUN.getAndSet(true)) {
            return;
        }
        for (int i = 0; i < ROUNDS; i++) {
            try (FlatStateStore state = new FlatStateStore()) {
                state.sharedCounter("rehearsal", "counter", AccessControl.UNPROTECTED);
                state.localState("rehearsal", "local", 0, LOCAL_BYTES, AccessControl.UNPROTECTED);
                sendAndLoad(new StatePieces(state));
            }
        }
        new LoggedProtection(
                new RecordBuffer(1),
                new LogWriter(new Line(null), new RecordBuffer(1), 1),
                new HoldQueue(1, PACKETS, ReleaseCheck.WHEN_STABLE),
                new SoleAccesses(),
                new StablePositions(1),
                (port, batch) -> batch.free(),
                LoggedProtection.Policy.of(LogRecords.CHANGES));
    }

    private static void sendAndLoad(final StatePieces pieces) {
        final SnapshotIdentity identity = new SnapshotIdentity(1, 1, 1);
        final SnapshotLoader loader = new SnapshotLoader(pieces);
        final SnapshotReader reader = new SnapshotReader(null, identity, loader);
        final JoinCounters counters = new JoinCounters();
        final SnapshotSender sender = new SnapshotSender(
                pieces,
                new SnapshotWriter(new Line(reader), identity),
                new SnapshotSender.Circumstances(SnapshotFault.NONE, System::nanoTime, false));
        while (sender.prepare()) {
            // To the last block.
        }
        sender.mark(0);
        sender.beforeWrite(0);
        sender.beforeLocalChange(0);
        while (!sender.isComplete()) {
            sender.send();
        }
        if (!loader.isLoaded()) {
            throw new IllegalStateException("a snapshot cannot be loaded: " + loader.fault());
        }
        counters.began(1);
        counters.pause().record(1, Join.Phase.SENDING.word());
        counters.work().record(1, Join.Phase.SENDING.word());
        if (counters.text().isEmpty()) {
            throw new IllegalStateException("a join says nothing");
        }
        while (sender.release()) {
            // To the last block.
        }
    }

    /** Hands each message over at once. */
    private static final class Line extends DiscardingWriter {
        private final SnapshotReader reader;

        Line(final SnapshotReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            reader.onMessage(buffer, offset, lengthBytes);
            return true;
        }
    }
}
