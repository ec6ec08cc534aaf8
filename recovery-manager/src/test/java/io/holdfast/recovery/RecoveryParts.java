package io.holdfast.recovery;

import io.holdfast.element.StateStore;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.SnapshotReader;
import io.holdfast.log.SnapshotWriter;
import io.holdfast.recovery.order.StateWatch;

/** Lets the simulator, which has a package of its own, use what only this package sees. */
public final class RecoveryParts {
    private static final int CHUNK_LIMIT = 2;

    private RecoveryParts() {}

    /** The sending of a snapshot. */
    public static final class Sending {
        private final SnapshotSender sender;

        public Sending(
                final StateStore state,
                final MessageWriter stream,
                final SnapshotIdentity identity,
                final SnapshotFault fault) {
            sender = new SnapshotSender(
                    new StatePieces(state),
                    new SnapshotWriter(stream, identity),
                    new SnapshotSender.Circumstances(fault, () -> 0, true));
            while (sender.prepare()) {
                // To the last.
            }
        }

        public void mark(final long timeNs) {
            sender.mark(timeNs);
        }

        public int send() {
            return sender.send();
        }

        public boolean isComplete() {
            return sender.isComplete();
        }

        /** Wants to be told of changes before they are made. */
        public StateWatch watch() {
            return sender;
        }

        public void close() {
            while (sender.release()) {
                // To the last.
            }
        }
    }

    /** The loading of a snapshot. */
    public static final class Loading {
        private final SnapshotLoader loader;
        private final SnapshotReader reader;

        public Loading(final StateStore state, final MessageReader stream, final SnapshotIdentity identity) {
            loader = new SnapshotLoader(new StatePieces(state));
            reader = new SnapshotReader(stream, identity, loader);
        }

        public int poll() {
            return reader.poll(CHUNK_LIMIT);
        }

        public boolean isLoaded() {
            return loader.isLoaded();
        }

        public String fault() {
            return loader.fault();
        }

        public long timeNs() {
            return loader.timeNs();
        }
    }

    /** Number of pieces of state, of which a snapshot can lose one. */
    public static int pieceCount(final StateStore state) {
        return new StatePieces(state).count();
    }

    public static void letOutputsLeave(final LoggedProtection protection) {
        protection.letOutputsLeave();
    }

    public static void holdOutputs(final LoggedProtection protection) {
        protection.holdOutputs();
    }

    public static void releaseAll(final LoggedProtection protection) {
        protection.releaseAll();
    }

    public static long appendedBurst(final LoggedProtection protection) {
        return protection.appendedBurst();
    }
}
