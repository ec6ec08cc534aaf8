package io.holdfast.recovery;

import io.holdfast.log.ControlWriter;
import io.holdfast.log.DiscardingWriter;
import io.holdfast.log.JoinAnswer;
import io.holdfast.log.MemberAddress;
import io.holdfast.log.MessageHandler;
import io.holdfast.log.MessageReader;
import io.holdfast.log.MessageWriter;
import io.holdfast.log.SnapshotIdentity;
import io.holdfast.log.SnapshotWriter;
import io.holdfast.log.Transport;
import io.holdfast.packet.memory.IdleDevices;
import io.holdfast.recovery.view.ViewRehearsal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Has a replica of this node's graph take over once, when the node starts: with the real roles, without ports or a peer.
 *
 * <p><b>Why.</b> The first time that Java runs a class or a lambda it loads, checks and links it, half a millisecond each.
 * A take-over is the first time for some fifty of them, and takes 20 to 35 ms if nothing was done about that; packets wait
 * meanwhile. <b>Cost.</b> Some hundred milliseconds at the start, and for that long memory for two more states.
 *
 * <p>Used by the node's thread, before it turns.
 */
final class TakeOverRehearsal {
    private static final int POOL_PACKETS = 512;
    private static final int MOST_TURNS = 1_000_000;
    /** Of the replica, after it was sent everything: then it replays. */
    private static final int TURNS_TO_REPLAY = 10;

    private static final long VIEW = 2;
    private static final long MASTER_INCARNATION = 1;
    private static final long REPLICA_INCARNATION = 2;
    private static final int EPOCH = 1;
    private static final long SEED = 1;

    private final Stage stage = new Stage();
    private final CutLine lifeline = new CutLine();
    private final NodeContext context;
    private NodeRole role;

    private TakeOverRehearsal(final NodeContext node) {
        final IdleDevices devices = new IdleDevices(
                node.settings().ports().stream().map(port -> port.name()).toList(),
                node.settings().workers(),
                POOL_PACKETS);
        context = new NodeContext(
                node.settings(),
                new Incarnation(() -> REPLICA_INCARNATION),
                node.definition(),
                devices,
                new WorkerTeam(
                        devices,
                        node.settings().workers(),
                        List.of(),
                        IdleMode.PARK,
                        node.nanoClock(),
                        node.machine().threads()),
                stage,
                new ControlWriter(stage.controlWriter()),
                lifeline,
                node.nanoClock(),
                node.epochClock(),
                NodeFaults.NONE,
                new JoinBackOff(),
                new Alarms(),
                Durability.MEMORY,
                line -> {},
                new LeaseGate(node.nanoClock()),
                null,
                node.machine(),
                NodeRules.RIGHT);
    }

    /**
     * Once.
     *
     * @throws IllegalStateException if nobody takes over: there is a bug
     */
    static void run(final NodeContext node) {
        ViewRehearsal.run();
        new TakeOverRehearsal(node).perform();
    }

    private void perform() {
        try {
            writeSnapshot();
            role = new ReplicaRole(
                    context, this::become, new JoinAnswer(VIEW, MASTER_INCARNATION, REPLICA_INCARNATION, SEED, EPOCH));
            for (int turn = 0, rest = 0; !(role instanceof MasterRole); turn++) {
                if (turn == MOST_TURNS || role instanceof StartingRole) {
                    throw new IllegalStateException("the replica did not take over, but became "
                            + role.getClass().getSimpleName());
                }
                rest += stage.messages.isEmpty() ? 1 : 0;
                lifeline.isCut = rest > TURNS_TO_REPLAY;
                role.doWork(context.nanoClock().nanoTime());
            }
            context.team().doWork();
            role.describe(new StatusBuilder());
        } finally {
            if (role != null) {
                role.close();
            }
            context.team().close();
            context.devices().close();
        }
    }

    private void become(final NodeRole next) {
        role.close();
        role = next;
    }

    /** The state that the replica begins with, as its master would send it. */
    private void writeSnapshot() {
        final NodeGraphs graphs = new NodeGraphs(context, SEED);
        try {
            final SnapshotSender sender = new SnapshotSender(
                    graphs.pieces(),
                    new SnapshotWriter(stage, new SnapshotIdentity(VIEW, MASTER_INCARNATION, EPOCH)),
                    new SnapshotSender.Circumstances(SnapshotFault.NONE, context.nanoClock(), false));
            sender.mark(graphs.timeNs());
            while (!sender.isComplete()) {
                sender.send();
            }
            while (sender.release()) {
                // To the last block.
            }
        } finally {
            graphs.close();
        }
    }

    /** Goes nowhere; what was written as a snapshot can be read. */
    private static final class Stage extends DiscardingWriter implements Transport, MessageReader {
        private static final MessageReader SILENCE = new MessageReader() {
            @Override
            public int poll(final MessageHandler handler, final int limit) {
                return 0;
            }

            @Override
            public void close() {}
        };
        private static final MessageWriter NOWHERE = new DiscardingWriter();

        private final Deque<byte[]> messages = new ArrayDeque<>();

        @Override
        public MessageWriter controlWriter() {
            return NOWHERE;
        }

        @Override
        public MessageReader controlReader() {
            return SILENCE;
        }

        @Override
        public MessageWriter openLogWriter(final int worker) {
            return NOWHERE;
        }

        @Override
        public MessageReader logReader(final int worker) {
            return SILENCE;
        }

        @Override
        public MessageWriter openSnapshotWriter() {
            return this;
        }

        @Override
        public MessageReader snapshotReader() {
            return this;
        }

        @Override
        public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            final byte[] message = new byte[lengthBytes];
            buffer.getBytes(offset, message);
            messages.add(message);
            return true;
        }

        @Override
        public int poll(final MessageHandler handler, final int limit) {
            int taken = 0;
            for (; taken < limit && !messages.isEmpty(); taken++) {
                final byte[] message = messages.remove();
                handler.onMessage(new UnsafeBuffer(message), 0, message.length);
            }
            return taken;
        }

        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public long invalidCount() {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** To a master that has said that it is protected, until it dies. */
    private static final class CutLine implements Lifeline {
        private boolean isCut;

        @Override
        public void expect(final long replicaIncarnation) {}

        @Override
        public void connect(final MemberAddress master, final long incarnation) {}

        @Override
        public void drop() {}

        @Override
        public void say(final byte word) {}

        @Override
        public byte lastSaid() {
            return PROTECTED;
        }

        @Override
        public boolean isConnected() {
            return !isCut;
        }

        @Override
        public boolean isBroken() {
            return isCut;
        }

        @Override
        public long strangerCount() {
            return 0;
        }

        @Override
        public void doWork(final long nowNs) {}

        @Override
        public void close() {}
    }
}
