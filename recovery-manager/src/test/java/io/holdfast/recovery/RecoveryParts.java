package io.holdfast.recovery;

import io.holdfast.element.AccessControl;
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
                final WorkerRuntime runtime,
                final MessageWriter stream,
                final SnapshotIdentity identity,
                final SnapshotFault fault) {
            sender = new SnapshotSender(
                    new StatePieces(runtime.state()),
                    new SnapshotWriter(stream, identity),
                    new SnapshotSender.Circumstances(fault, () -> 0, runtime.workers() > 1));
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

        /** Tells of changes before they are made, under the variable's lock. */
        public AccessControl watching(final AccessControl access) {
            return new Watching(access, sender);
        }

        public void close() {
            while (sender.release()) {
                // To the last.
            }
        }
    }

    private record Watching(AccessControl access, StateWatch watch) implements AccessControl {
        @Override
        public void beginRead(final int variable) {
            access.beginRead(variable);
        }

        @Override
        public void endRead(final int variable) {
            access.endRead(variable);
        }

        @Override
        public void beginWrite(final int variable) {
            access.beginWrite(variable);
            watch.beforeWrite(variable);
        }

        @Override
        public void endWrite(final int variable) {
            access.endWrite(variable);
        }

        @Override
        public void localChange() {
            access.localChange();
        }

        @Override
        public void localChange(final int local) {
            watch.beforeLocalChange(local);
            access.localChange(local);
        }
    }

    /** The loading of a snapshot. */
    public static final class Loading {
        private final SnapshotLoader loader;
        private final SnapshotReader reader;

        public Loading(final WorkerRuntime runtime, final MessageReader stream, final SnapshotIdentity identity) {
            loader = new SnapshotLoader(new StatePieces(runtime.state()));
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
    public static int pieceCount(final WorkerRuntime runtime) {
        return new StatePieces(runtime.state()).count();
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
}
