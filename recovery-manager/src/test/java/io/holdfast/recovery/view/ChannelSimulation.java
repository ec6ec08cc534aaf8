package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.SimulatedNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A random run of members that send to one another while views change: each member is told the views at its own pace,
 * members leave and come back as others, the network loses, doubles and reorders.
 */
final class ChannelSimulation {
    private static final int NODES = 4;

    /** A rule taken back. */
    enum Flaw {
        /** A member takes the next view without hearing what others have of the one before. */
        DOES_NOT_FLUSH,
        /** Ordered messages are delivered as they come from their senders. */
        DOES_NOT_ORDER
    }

    /** One member in one life, and what it was told. */
    private final class Member implements ChannelListener {
        private final MemberId id;
        private final ViewChannel channel;
        private final Map<Long, List<String>> perView = new HashMap<>();
        private List<String> ordered = new ArrayList<>();
        private final List<Long> views = new ArrayList<>();
        private int told;
        private boolean lacksState;

        private Member(final MemberId id) {
            this.id = id;
            channel = new ViewChannel(
                    id,
                    (node, buffer, offset, length) -> network.send(id.node(), node, buffer, offset, length),
                    network::nowNs,
                    3_000_000,
                    this);
        }

        private void note(final String what) {
            if (!views.isEmpty()) {
                perView.computeIfAbsent(views.getLast(), v -> new ArrayList<>()).add(what);
            }
        }

        @Override
        public void onMembership(final Membership membership) {
            views.add(membership.number());
        }

        @Override
        public void onMessage(final MemberId sender, final RegisterValue payload) {
            note(sender + " " + payload.text());
        }

        @Override
        public void onOrdered(final MemberId sender, final RegisterValue payload) {
            note("ordered " + sender + " " + payload.text());
            ordered.add(sender + " " + payload.text());
        }

        @Override
        public RegisterValue onQuery(final MemberId asker, final RegisterValue question) {
            return RegisterValue.of(question.text() + " says " + id);
        }

        @Override
        public RegisterValue state() {
            return RegisterValue.of(String.join(",", ordered));
        }

        @Override
        public void onState(final RegisterValue state) {
            ordered = new ArrayList<>(List.of(state.text().split(",")));
            ordered.remove("");
        }

        @Override
        public void onStateMissing() {
            lacksState = true;
            lacking++;
        }
    }

    private final SplittableRandom random;
    private final SimulatedNetwork network;
    private final Flaw flaw;
    private final Member[] members = new Member[NODES];
    private final List<Member> everybody = new ArrayList<>();
    private final List<Membership> views = new ArrayList<>();
    private final long seed;
    private String violation;
    private int sent;
    private int answers;
    private int flushes;
    private int lacking;

    private ChannelSimulation(final long seed, final Flaw flaw) {
        this.seed = seed;
        this.flaw = flaw;
        random = new SplittableRandom(seed);
        network = new SimulatedNetwork(NODES, random.split());
        for (int node = 0; node < NODES; node++) {
            restart(node);
        }
    }

    /** What came of a run. */
    record Report(String violation, int views, int sent, int delivered, int answers, int flushes) {}

    static Report run(final long seed, final Flaw flaw) {
        return new ChannelSimulation(seed, flaw).run();
    }

    private void restart(final int node) {
        final long incarnation = members[node] == null ? 1 : members[node].id.incarnation() + 1;
        members[node] = new Member(new MemberId(node, incarnation));
        members[node].told = views.size();
        everybody.add(members[node]);
        network.attach(node, (from, buffer, offset, length) -> members[node].channel.onMessage(buffer, offset, length));
    }

    private Report run() {
        network.quality(new SimulatedNetwork.Quality(20, 10, 5, 3_000_000));
        decide(false);
        for (int step = 0; step < 1_500 && violation == null; step++) {
            if (random.nextInt(60) == 0 && views.size() < 14) {
                decide(false);
            }
            step();
        }
        network.heal();
        for (int round = 0; round == 0 || round < 20 && !areAllAlive(); round++) {
            // Whoever has begun again meanwhile is left out, so that the others need not wait for it.
            decide(true);
            for (int step = 0; step < 150; step++) {
                calmStep();
            }
        }
        if (violation == null) {
            checkViews();
            checkEnd();
        }
        final int delivered = everybody.stream().mapToInt(m -> m.ordered.size()).sum();
        return new Report(violation, views.size(), sent, delivered, answers, flushes);
    }

    private boolean areAllAlive() {
        return views.getLast().members().stream().allMatch(m -> members[m.node()].id.equals(m));
    }

    /** The next view: some stay, some leave and begin again, others may come; in the end nobody who works leaves or comes. */
    private void decide(final boolean isCalm) {
        final Membership last = views.isEmpty() ? Membership.empty() : views.getLast();
        final List<MemberId> next = new ArrayList<>();
        for (final MemberId member : last.members()) {
            if ((isCalm || random.nextInt(4) != 0) && members[member.node()].id.equals(member)) {
                next.add(member);
            }
        }
        final List<MemberId> alive = last.members().stream()
                .filter(m -> members[m.node()].id.equals(m))
                .toList();
        if (next.isEmpty() && !alive.isEmpty()) {
            next.add(alive.getFirst());
        }
        for (final MemberId gone : last.members()) {
            if (!next.contains(gone) && members[gone.node()].id.equals(gone)) {
                restart(gone.node());
            }
        }
        for (final Member member : members) {
            if (!isCalm
                    && next.size() < NODES
                    && next.stream().noneMatch(m -> m.node() == member.id.node())
                    && random.nextInt(2) == 0) {
                next.add(member.id);
            }
        }
        if (next.isEmpty()) {
            next.add(members[0].id);
        }
        final List<MemberId> newcomers = new ArrayList<>(next);
        newcomers.removeAll(last.members());
        views.add(new Membership(last.number() + 1, next, newcomers));
    }

    private void step() {
        final Member member = members[random.nextInt(NODES)];
        if (member.told < views.size() && random.nextInt(8) == 0) {
            tell(member);
        }
        if (random.nextInt(3) == 0 && !member.channel.isFlushing()) {
            act(member);
        }
        turn();
    }

    private void calmStep() {
        for (final Member member : members) {
            if (member.told < views.size()) {
                tell(member);
            }
        }
        turn();
    }

    private void tell(final Member member) {
        member.channel.onMembership(views.get(member.told++));
    }

    private void act(final Member member) {
        final RegisterValue payload = RegisterValue.of(Integer.toString(sent++));
        switch (random.nextInt(5)) {
            case 0, 1 -> member.channel.send(payload);
            case 2, 3 -> {
                if (flaw == Flaw.DOES_NOT_ORDER) {
                    member.channel.send(RegisterValue.of("unordered " + payload.text()));
                } else {
                    member.channel.orderedSend(payload);
                }
            }
            default -> {
                member.channel.query(payload, Integer.MAX_VALUE, 50_000_000, replies -> {
                    answers += replies.size();
                    replies.forEach((from, reply) -> {
                        if (!reply.text().equals(payload.text() + " says " + from)) {
                            violate("a question was answered with " + reply.text());
                        }
                    });
                });
                member.channel.flush(membership -> flushes++);
            }
        }
    }

    private void turn() {
        network.advance(300_000);
        for (final Member member : members) {
            if (flaw == Flaw.DOES_NOT_FLUSH) {
                takeAtOnce(member);
            }
            member.channel.doWork();
            if (member.lacksState) {
                restart(member.id.node());
            }
        }
    }

    /** Pretends that all others have flushed with nothing. */
    private void takeAtOnce(final Member member) {
        if (member.channel.isFlushing()) {
            final Membership before = member.channel.membership();
            for (final MemberId other : before.members()) {
                final io.holdfast.recovery.worm.WireWriter out = new io.holdfast.recovery.worm.WireWriter();
                ChannelCodec.encode(
                        new ChannelMessage.Flush(
                                before.number(), member.told, other, ChannelMessage.Stage.HAS_ALL, List.of()),
                        out);
                member.channel.onMessage(out.buffer(), 0, out.lengthBytes());
            }
        }
    }

    /** Who went from a view to the next together has delivered the same in it, and of each sender in its order. */
    private void checkViews() {
        for (int v = 0; v + 1 < views.size(); v++) {
            final long number = views.get(v).number();
            String first = null;
            for (final Member member : everybody) {
                final boolean isThere =
                        views.get(v).has(member.id) && views.get(v + 1).has(member.id);
                if (isThere && member.views.contains(number + 1)) {
                    final List<String> got = member.perView.getOrDefault(number, List.of());
                    final String set = new TreeSet<>(got) + ", in order "
                            + got.stream()
                                    .filter(message -> message.startsWith("ordered"))
                                    .toList();
                    first = first == null ? set : first;
                    if (!first.equals(set)) {
                        violate("in view " + number + " " + member.id + " has delivered " + set + ", others " + first);
                    }
                    checkSenders(member, got);
                }
            }
        }
    }

    private void checkSenders(final Member member, final List<String> got) {
        final Map<String, Integer> last = new HashMap<>();
        for (final String message : got) {
            final String[] words = message.split(" ");
            final int number = Integer.parseInt(words[words.length - 1]);
            final String sender = message.substring(0, message.lastIndexOf(' '));
            if (last.getOrDefault(sender, -1) >= number) {
                violate(member.id + " got " + got + " of " + sender + ": not in its order");
            }
            last.put(sender, number);
        }
    }

    private void checkEnd() {
        List<String> first = null;
        for (final MemberId id : views.getLast().members()) {
            final Member member = members[id.node()];
            if (!member.id.equals(id)) {
                violate(id + " begins again and again");
            } else if (member.channel.isFlushing()) {
                violate(id + " does not come to the last view " + views.getLast());
            } else if (first != null && !first.equals(member.ordered)) {
                violate("of all ordered messages " + id + " knows " + member.ordered + ", another " + first);
            }
            first = member.ordered;
        }
        if (flaw == Flaw.DOES_NOT_ORDER) {
            checkUnordered();
        }
    }

    /** For the canary: messages that should have been ordered must have come in the same order. */
    private void checkUnordered() {
        for (final Membership view : views) {
            List<String> first = null;
            for (final Member member : everybody) {
                final List<String> got = new ArrayList<>(member.perView.getOrDefault(view.number(), List.of()));
                got.removeIf(message -> !message.contains("unordered"));
                first = first == null || first.isEmpty() ? got : first;
                if (got.size() == first.size() && !got.equals(first)) {
                    violate("in view " + view.number() + " " + first + " and " + got);
                }
            }
        }
    }

    private void violate(final String words) {
        violation = violation == null ? words + " (seed " + seed + ")" : violation;
    }

    /** Runs seeds: {@code first count [flaw]}. */
    public static void main(final String[] arguments) {
        final long first = Long.parseLong(arguments[0]);
        for (long seed = first; seed < first + Integer.parseInt(arguments[1]); seed++) {
            final Report report = run(seed, arguments.length > 2 ? Flaw.valueOf(arguments[2]) : null);
            if (report.violation() != null || seed == first) {
                System.out.println(report);
            }
        }
    }
}
