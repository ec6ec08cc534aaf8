package io.holdfast.recovery.worm;

import io.holdfast.recovery.worm.ModelNodes.Envelope;
import io.holdfast.recovery.worm.ModelNodes.Move;
import io.holdfast.recovery.worm.WormMessage.Decided;
import io.holdfast.recovery.worm.WormMessage.Held;
import io.holdfast.recovery.worm.WormMessage.Preempted;
import io.holdfast.recovery.worm.WormMessage.Promise;
import io.holdfast.recovery.worm.WormMessage.Read;
import io.holdfast.recovery.worm.WormMessage.Write;
import io.holdfast.recovery.worm.WormMessage.Written;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.collections.LongHashSet;

/**
 * Looks at every state that three acceptors and a few clients of one or two registers can reach.
 *
 * <p><b>Theory of operation.</b> Acceptors, journals and operations are the real ones. A message stays in the network for
 * ever, and may be delivered at any time, any number of times, or never: that is loss, duplication, delay and
 * reordering at once. Answers to former attempts are left out, worlds that differ in which acceptor is which count once,
 * and what a client does unnoticed belongs to its next step. Besides, a client's timer may fire at any time, until it has made {@code rounds} ballots, and
 * acceptors may crash {@code crashes} times in all and come back with what their journal has. States are compared by a
 * hash of 64 bits, so each is looked at once.
 *
 * <p>A value is decided as soon as a majority has said that it accepted one attempt. Checked in every state: no two
 * values are decided; what a client was told is decided; a reader that was told "empty" began before there was a value.
 */
final class ModelCheck {
    /** What to look at. */
    record Scope(int writers, int readers, int registers, int rounds, int crashes, long mostStates) {}

    /** What came of it; the violation is null if there was none, and the way to it is what was delivered. */
    record Result(long states, int moves, boolean isComplete, String violation, List<String> way) {}

    private static final int ACCEPTORS = ModelNodes.ACCEPTORS;
    private static final long NOT_BEGUN = -1;
    private static final int[][] PERMUTATIONS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    /** One state; never changed once it is added. */
    private static final class World {
        /** Numbers of the nodes' states: acceptors, then clients. */
        private final int[] nodes;
        /** What was decided when each client began. */
        private final long[] before;

        private long[] network;
        private int crashes;
        private final World parent;
        private final int cause;

        private World(
                final int[] nodes, final long[] before, final long[] network, final World parent, final int cause) {
            this.nodes = nodes;
            this.before = before;
            this.network = network;
            this.parent = parent;
            this.cause = cause;
        }

        private World next(final int nextCause) {
            final World world = new World(nodes.clone(), before, network, this, nextCause);
            world.crashes = crashes;
            return world;
        }

        private boolean has(final int envelope) {
            return envelope >> 6 < network.length && (network[envelope >> 6] & 1L << envelope) != 0;
        }
    }

    private final Scope scope;
    private final ModelNodes nodes;
    private final LongHashSet seen = new LongHashSet();
    private final ArrayDeque<World> open = new ArrayDeque<>();
    private final List<Integer> writes = new ArrayList<>();
    private final Map<Ballot, List<Integer>> writtens = new HashMap<>();
    private final List<String> facts = new ArrayList<>();
    private final long[][] envelopeHashes = new long[PERMUTATIONS.length][0];
    private int classified;
    private String violation;
    private World violating;

    ModelCheck(final Scope scope, final WormCanary canary) {
        this.scope = scope;
        nodes = new ModelNodes(scope, canary);
    }

    Result run() {
        add(initial());
        while (!open.isEmpty() && violation == null && seen.size() < scope.mostStates()) {
            expand(open.removeLast());
        }
        final List<String> way = new ArrayList<>();
        for (World world = violating; world != null && world.parent != null; world = world.parent) {
            way.addFirst(words(world.cause));
        }
        return new Result(seen.size(), nodes.moves(), open.isEmpty(), violation, way);
    }

    private World initial() {
        final int clients = scope.writers() + scope.readers();
        final int[] states = new int[ACCEPTORS + clients];
        Arrays.fill(states, 0, ACCEPTORS, nodes.newAcceptor());
        final long[] before = new long[clients];
        Arrays.fill(before, NOT_BEGUN);
        World world = new World(states, before, new long[1], null, 0);
        for (int c = 0; c < clients; c++) {
            states[ACCEPTORS + c] = nodes.newClient(c);
        }
        for (int c = 0; c < scope.writers(); c++) {
            world = begin(world, c);
        }
        return world;
    }

    private World begin(final World world, final int client) {
        final World next = new World(world.nodes.clone(), world.before.clone(), world.network, world, -1 - client);
        next.before[client] = decided(world);
        move(next, ACCEPTORS + client, nodes.begin(client, world.nodes[ACCEPTORS + client]));
        next.crashes = world.crashes;
        return next;
    }

    private void move(final World next, final int node, final Move move) {
        next.nodes[node] = move.state();
        if (move.sends().length > 0) {
            final int highest = Arrays.stream(move.sends()).max().orElseThrow();
            next.network = Arrays.copyOf(next.network, Math.max(next.network.length, (highest >> 6) + 1));
            for (final int envelope : move.sends()) {
                if (!isLeftOut(envelope)) {
                    next.network[envelope >> 6] |= 1L << envelope;
                }
            }
        }
    }

    private void expand(final World world) {
        for (int word = 0; word < world.network.length; word++) {
            for (long bits = world.network[word]; bits != 0; bits &= bits - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (nodes.envelopes().get(number).to() < ACCEPTORS) {
                    deliver(world, number);
                }
            }
        }
        for (int c = 0; c < world.before.length; c++) {
            if (world.before[c] == NOT_BEGUN) {
                add(begin(world, c));
            } else {
                advance(world, c);
            }
        }
        for (int a = 0; a < ACCEPTORS && world.crashes < scope.crashes(); a++) {
            final World next = world.next(-201 - a);
            next.nodes[a] = nodes.restarted(world.nodes[a]);
            if (next.nodes[a] != world.nodes[a]) {
                next.crashes++;
                add(next);
            }
        }
    }

    private void deliver(final World world, final int number) {
        final int acceptor = nodes.envelopes().get(number).to();
        if (nodes.envelopes().get(number).message() instanceof Read && hasAnswered(world, acceptor)) {
            return;
        }
        final Move move = nodes.deliver(acceptor, world.nodes[acceptor], number);
        if (move.state() != world.nodes[acceptor] || !isSilent(world, move)) {
            final World next = world.next(number);
            move(next, acceptor, move);
            add(next);
        }
    }

    /** A reader takes one answer of an acceptor: that it may be a later one than the first, other worlds show. */
    private boolean hasAnswered(final World world, final int acceptor) {
        for (int number = 0; number < 64 * world.network.length; number++) {
            if (world.has(number)
                    && nodes.envelopes().get(number).from() == acceptor
                    && nodes.envelopes().get(number).message() instanceof Held) {
                return true;
            }
        }
        return false;
    }

    /**
     * A client takes answers, or its timer fires, until others could notice: until it sends or ends. What happens in
     * between is no state of its own, for it commutes with all that others do: answers stay where they are.
     */
    private void advance(final World world, final int c) {
        final int node = ACCEPTORS + c;
        final Set<Integer> reached = new HashSet<>(List.of(world.nodes[node]));
        final ArrayDeque<World> inside = new ArrayDeque<>(List.of(world));
        while (!inside.isEmpty()) {
            final World from = inside.poll();
            final int state = from.nodes[node];
            if (!nodes.client(state).isOpen()) {
                continue;
            }
            step(world, from, c, -101 - c, nodes.timer(c, state), reached, inside);
            for (int number = 0; number < 64 * world.network.length; number++) {
                if (world.has(number) && nodes.envelopes().get(number).to() == node) {
                    step(world, from, c, number, nodes.deliver(node, state, number), reached, inside);
                }
            }
        }
    }

    private void step(
            final World world,
            final World from,
            final int c,
            final int cause,
            final Move move,
            final Set<Integer> reached,
            final ArrayDeque<World> inside) {
        final World next = from.next(cause);
        move(next, ACCEPTORS + c, move);
        if (!isSilent(world, move) || !nodes.client(move.state()).isOpen()) {
            add(next);
        } else if (reached.add(move.state())) {
            inside.add(next);
        }
    }

    private boolean isSilent(final World world, final Move move) {
        for (final int envelope : move.sends()) {
            if (!world.has(envelope) && !isLeftOut(envelope)) {
                return false;
            }
        }
        return true;
    }

    /** Notices of what is decided only save work where nobody reads. */
    private boolean isLeftOut(final int envelope) {
        return scope.readers() == 0 && nodes.envelopes().get(envelope).message() instanceof Decided;
    }

    private void add(final World world) {
        for (int c = 0; c < world.before.length; c++) {
            if (nodes.client(world.nodes[ACCEPTORS + c]).context.ballots().round() > scope.rounds()) {
                return;
            }
        }
        dropDead(world);
        if (violation == null && seen.add(hash(world))) {
            check(world);
            open.addLast(world);
        }
    }

    /** Leaves out answers that nobody will take any more: those to former attempts. */
    private void dropDead(final World world) {
        long[] network = world.network;
        for (int word = 0; word < network.length; word++) {
            for (long bits = network[word]; bits != 0; bits &= bits - 1) {
                final int number = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (isDead(world, nodes.envelopes().get(number))) {
                    network = network == world.network ? network.clone() : network;
                    network[word] &= ~(1L << number);
                }
            }
        }
        world.network = network;
    }

    private boolean isDead(final World world, final Envelope envelope) {
        if (envelope.message() instanceof Held) {
            final Operation reader = nodes.client(world.nodes[envelope.to()]);
            return !reader.isOpen() || reader.context.ballots().round() > 0;
        }
        final Ballot ballot = switch (envelope.message()) {
            case Promise m -> m.ballot();
            case Preempted m -> m.refused();
            default -> null;
        };
        if (ballot == null || world.before[envelope.to() - ACCEPTORS] == NOT_BEGUN) {
            return false;
        }
        final Operation client = nodes.client(world.nodes[envelope.to()]);
        return !client.isOpen() || ballot.round() < client.context.ballots().round();
    }

    /** The same for worlds that differ in nothing but which acceptor is which. */
    private long hash(final World world) {
        long least = Long.MAX_VALUE;
        for (int permutation = 0; permutation < PERMUTATIONS.length; permutation++) {
            least = Math.min(least, hash(world, permutation));
        }
        return least;
    }

    private long hash(final World world, final int permutation) {
        long hash = 0x9e37_79b9_7f4a_7c15L + world.crashes;
        for (int a = 0; a < ACCEPTORS; a++) {
            hash += mix(world.nodes[a] * 31L + PERMUTATIONS[permutation][a] + 1);
        }
        for (int c = 0; c < world.before.length; c++) {
            hash += mix(world.before[c] ^ mix(world.nodes[ACCEPTORS + c] * 31L + 16 + c));
        }
        for (int word = 0; word < world.network.length; word++) {
            for (long bits = world.network[word]; bits != 0; bits &= bits - 1) {
                hash += envelopeHash(permutation, (word << 6) + Long.numberOfTrailingZeros(bits));
            }
        }
        return mix(hash);
    }

    private long envelopeHash(final int permutation, final int number) {
        if (number >= envelopeHashes[permutation].length) {
            envelopeHashes[permutation] = Arrays.copyOf(envelopeHashes[permutation], 2 * number + 64);
        }
        final long known = envelopeHashes[permutation][number];
        if (known != 0) {
            return known;
        }
        final Envelope e = nodes.envelopes().get(number);
        final int[] other = PERMUTATIONS[permutation];
        final int from = e.from() < ACCEPTORS ? other[e.from()] : e.from();
        final int to = e.to() < ACCEPTORS ? other[e.to()] : e.to();
        final long message =
                (long) e.message().hashCode() << 16 ^ mix(e.message().toString().hashCode());
        envelopeHashes[permutation][number] = mix(message ^ from << 8 ^ to) | 1;
        return envelopeHashes[permutation][number];
    }

    private static long mix(final long value) {
        long hash = (value ^ value >>> 32) * 0xd6e8_feb8_6659_fd93L;
        hash = (hash ^ hash >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return hash ^ hash >>> 32;
    }

    /** The facts (register and value) that a majority has said to have accepted in one attempt, as bits. */
    private long decided(final World world) {
        classify();
        long decided = 0;
        for (final int write : writes) {
            if (world.has(write)) {
                final Write m = (Write) nodes.envelopes().get(write).message();
                if (Integer.bitCount(accepted(world, m.ballot())) >= Quorum.majority(ACCEPTORS)) {
                    for (final Slot slot : m.slots()) {
                        decided |= fact(slot.offset() + "=" + slot.value().text());
                    }
                }
            }
        }
        return decided;
    }

    private int accepted(final World world, final Ballot ballot) {
        int acceptors = 0;
        for (final int written : writtens.getOrDefault(ballot, List.of())) {
            acceptors |=
                    world.has(written) ? 1 << nodes.envelopes().get(written).from() : 0;
        }
        return acceptors;
    }

    private void classify() {
        for (; classified < nodes.envelopes().size(); classified++) {
            final WormMessage message = nodes.envelopes().get(classified).message();
            if (message instanceof Write) {
                writes.add(classified);
            } else if (message instanceof Written m) {
                writtens.computeIfAbsent(m.ballot(), b -> new ArrayList<>()).add(classified);
            }
        }
    }

    private long fact(final String words) {
        if (!facts.contains(words)) {
            facts.add(words);
        }
        return 1L << facts.indexOf(words);
    }

    private String words(final long decided) {
        return facts.stream()
                .filter(fact -> (decided & 1L << facts.indexOf(fact)) != 0)
                .collect(Collectors.joining(", "));
    }

    private void check(final World world) {
        final long decided = decided(world);
        for (int offset = 0; offset < scope.registers(); offset++) {
            if (Long.bitCount(decided & factsOf(offset)) > 1) {
                violate(world, "two values are decided: " + words(decided));
            }
        }
        for (int c = 0; c < world.before.length; c++) {
            final Operation client = nodes.client(world.nodes[ACCEPTORS + c]);
            if (client.status == Operation.Status.DONE) {
                checkTold(world, c, client, decided);
            }
        }
    }

    private long factsOf(final int offset) {
        long mask = 0;
        for (int i = 0; i < facts.size(); i++) {
            mask |= facts.get(i).startsWith(offset + "=") ? 1L << i : 0;
        }
        return mask;
    }

    private void checkTold(final World world, final int c, final Operation client, final long decided) {
        for (int offset = 0; offset < scope.registers(); offset++) {
            final RegisterValue told = client instanceof ReadOperation read
                    ? read.value(offset)
                    : ((WriteOnceOperation) client).value(offset);
            if (told != null && (decided & fact(offset + "=" + told.text())) == 0) {
                violate(world, "client " + c + " was told " + told.text() + ", decided is " + words(decided));
            } else if (told == null && (world.before[c] & factsOf(offset)) != 0) {
                violate(world, "client " + c + " was told empty, decided before was " + words(world.before[c]));
            }
        }
    }

    private void violate(final World world, final String words) {
        if (violation == null) {
            violation = words;
            violating = world;
        }
    }

    private String words(final int cause) {
        if (cause >= 0) {
            final Envelope envelope = nodes.envelopes().get(cause);
            return envelope.from() + " to " + envelope.to() + ": " + envelope.message();
        }
        return cause <= -201
                ? "acceptor " + (-201 - cause) + " crashes and restarts"
                : cause <= -101 ? "timer of client " + (-101 - cause) : "client " + (-1 - cause) + " begins";
    }

    /** Looks at a scope for as long as it takes: {@code writers readers registers rounds crashes mostStates [canary]}. */
    public static void main(final String[] arguments) {
        final Scope scope = new Scope(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Long.parseLong(arguments[5]));
        final long beganNs = System.nanoTime();
        final Result result =
                new ModelCheck(scope, arguments.length > 6 ? WormCanary.valueOf(arguments[6]) : null).run();
        System.out.printf(
                "%s: %d states (%s), %d moves, %.1f s%n",
                scope,
                result.states(),
                result.isComplete() ? "all" : "not all",
                result.moves(),
                (System.nanoTime() - beganNs) / 1e9);
        if (result.violation() != null) {
            System.out.println("VIOLATION: " + result.violation());
            result.way().forEach(step -> System.out.println("  " + step));
        }
    }
}
