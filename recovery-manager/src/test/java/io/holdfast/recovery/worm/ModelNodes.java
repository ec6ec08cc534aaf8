package io.holdfast.recovery.worm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The acceptors and clients of a model check: every state that one of them can be in has a number, and what a message
 * or a timer makes of a state is found out once, by running the real class, and then remembered.
 */
final class ModelNodes {
    static final int ACCEPTORS = 3;
    static final int SEGMENT = 1;

    /** What a node does: the number of its next state, and the numbers of the messages that it sends. */
    record Move(int state, int[] sends) {}

    /** A message under way. */
    record Envelope(int from, int to, WormMessage message) {}

    private record AcceptorState(String memory, String durable) {}

    private record MoveKey(int node, int state, int cause) {}

    private static final int TIMER = -1;
    private static final int BEGIN = -2;
    private static final WormTiming TIMING = new WormTiming(1, 1, 1, 1);

    private final ModelCheck.Scope scope;
    private final WormCanary canary;
    private final Map<AcceptorState, Integer> acceptorNumbers = new HashMap<>();
    private final List<byte[][]> acceptors = new ArrayList<>();
    private final Map<String, Integer> clientNumbers = new HashMap<>();
    private final List<Operation> clients = new ArrayList<>();
    private final Map<Envelope, Integer> envelopeNumbers = new HashMap<>();
    private final List<Envelope> envelopes = new ArrayList<>();
    private final Map<MoveKey, Move> moves = new HashMap<>();

    ModelNodes(final ModelCheck.Scope scope, final WormCanary canary) {
        this.scope = scope;
        this.canary = canary;
    }

    List<Envelope> envelopes() {
        return envelopes;
    }

    Operation client(final int state) {
        return clients.get(state);
    }

    int newAcceptor() {
        return number(new byte[0], new byte[0]);
    }

    int newClient(final int client) {
        final long proposer = canary == WormCanary.REUSES_BALLOTS ? 7 : 7 + client;
        final OperationContext context =
                new OperationContext(ACCEPTORS, TIMING, new BallotSource(proposer), new Random(1));
        final RegisterRange range = new RegisterRange(SEGMENT, 0, scope.registers());
        if (client >= scope.writers()) {
            return number(new ReadOperation(context, 100 + client, range));
        }
        final List<RegisterValue> values = new ArrayList<>();
        for (int i = 0; i < scope.registers(); i++) {
            values.add(RegisterValue.of("value " + i + " of client " + client));
        }
        return number(new WriteOnceOperation(context, 100 + client, range, values));
    }

    Move begin(final int client, final int state) {
        return moves.computeIfAbsent(new MoveKey(ACCEPTORS + client, state, BEGIN), k -> clientMove(client, state, k));
    }

    Move timer(final int client, final int state) {
        return moves.computeIfAbsent(new MoveKey(ACCEPTORS + client, state, TIMER), k -> clientMove(client, state, k));
    }

    Move deliver(final int node, final int state, final int envelope) {
        final MoveKey key = new MoveKey(node, state, envelope);
        Move move = moves.get(key);
        if (move == null) {
            move = node < ACCEPTORS ? acceptorMove(key) : clientMove(node - ACCEPTORS, state, key);
            moves.put(key, move);
        }
        return move;
    }

    private Move clientMove(final int client, final int state, final MoveKey key) {
        final Operation before = clients.get(state);
        final Operation operation = before.copy(before.context.copy());
        final List<Integer> sends = new ArrayList<>();
        final WormNetwork out = (to, message) -> sends.add(number(new Envelope(key.node(), to, message)));
        switch (key.cause()) {
            case BEGIN -> operation.start(0, out);
            case TIMER -> operation.onTimer(operation.timerNs, out);
            default -> {
                final Envelope envelope = envelopes.get(key.cause());
                operation.onMessage(envelope.from(), envelope.message(), 0, out);
            }
        }
        return new Move(number(operation), toArray(sends));
    }

    /** Builds the acceptor of this state, lets it take the message, and takes apart what it is then. */
    private Move acceptorMove(final MoveKey key) {
        final byte[][] state = acceptors.get(key.state());
        final MemoryJournalFile file = new MemoryJournalFile(new byte[0], canary != WormCanary.FORGETS_TO_FORCE);
        final Journal journal = Acceptor.openJournal(file, "model", true, new RegisterStore());
        journal.rewrite(state[1]);
        final RegisterStore store = new RegisterStore();
        store.apply(new WireReader(new UnsafeBuffer(state[0]), 0, state[0].length));
        final List<Integer> sends = new ArrayList<>();
        final WormNetwork out = (to, message) -> sends.add(number(new Envelope(key.node(), to, message)));
        final Acceptor acceptor = WormCanary.acceptor(canary, journal, store, WormLimits.DEFAULT, () -> 0, out);
        final Envelope envelope = envelopes.get(key.cause());
        acceptor.onMessage(envelope.from(), envelope.message());
        acceptor.flush();
        final RegisterStore found = new RegisterStore();
        Acceptor.openJournal(new MemoryJournalFile(file.durable(), true), "model", false, found);
        return new Move(number(store.snapshot(), found.snapshot()), toArray(sends));
    }

    /** The state after a crash: what is on the disk. */
    int restarted(final int state) {
        final byte[] durable = acceptors.get(state)[1];
        return number(durable, durable);
    }

    private int number(final byte[] memory, final byte[] durable) {
        return acceptorNumbers.computeIfAbsent(
                new AcceptorState(Arrays.toString(memory), Arrays.toString(durable)), k -> {
                    acceptors.add(new byte[][] {memory, durable});
                    return acceptors.size() - 1;
                });
    }

    private int number(final Operation operation) {
        final String text = operation.request
                + operation.state()
                + (operation.isOpen() ? operation.context.ballots().round() : 0);
        return clientNumbers.computeIfAbsent(text, k -> {
            clients.add(operation);
            return clients.size() - 1;
        });
    }

    private int number(final Envelope envelope) {
        return envelopeNumbers.computeIfAbsent(envelope, k -> {
            envelopes.add(envelope);
            return envelopes.size() - 1;
        });
    }

    private static int[] toArray(final List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).distinct().toArray();
    }

    /** Distinct moves of single nodes that were run. */
    int moves() {
        return moves.size();
    }
}
