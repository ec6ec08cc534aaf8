package io.holdfast.recovery;

import io.holdfast.log.MemberAddress;
import io.holdfast.recovery.attestation.AttestedGroup;
import io.holdfast.recovery.attestation.Finding;
import io.holdfast.recovery.control.ControlEntry;
import io.holdfast.recovery.control.ControlEntry.Kind;
import io.holdfast.recovery.control.ControlLog;
import io.holdfast.recovery.group.AttestedSuspicions;
import io.holdfast.recovery.group.ControlPriority;
import io.holdfast.recovery.group.ControlThreads;
import io.holdfast.recovery.group.GroupNetwork;
import io.holdfast.recovery.group.GroupSettings;
import io.holdfast.recovery.group.Hello;
import io.holdfast.recovery.view.FailureJudge;
import io.holdfast.recovery.view.GroupMember;
import io.holdfast.recovery.view.MemberId;
import io.holdfast.recovery.view.Suspicions;
import io.holdfast.recovery.view.View;
import io.holdfast.recovery.view.ViewHost;
import io.holdfast.recovery.worm.WireWriter;
import io.holdfast.recovery.worm.WormClient;
import io.holdfast.recovery.worm.WormCodec;
import io.holdfast.recovery.worm.WormMessage;
import io.holdfast.recovery.worm.WormTiming;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * A node's place in a group whose views are decided by registers: greets the others, tells {@link GroupMember} whom it
 * suspects, and the node's role what was decided.
 *
 * <p>Who works is what the group attests ({@link AttestedGroup}). A greeting says who the sender is; a replica gives the
 * master's timestamp back at once, which is the master's lease. That the lifeline was closed counts for more than anybody's
 * word: the kernel closes it when the process ends. Should it have been cut by somebody, nothing but a change of views
 * comes of it.
 *
 * <p>Used by the node's thread; {@link #history}, {@link #text} and the orders may be called from any.
 */
public final class NodeViews implements ViewHost, Suspicions, GroupNetwork.Handler {
    /** Below that of any life: nobody can take it for a restart. */
    private static final long NO_INCARNATION = 0;

    /** A node whose attestations' thread stands still for so long does not work. */
    private static final int LIFETIMES_TO_UNFIT = 4;

    /** Of a writer's number in the control log: which node it is. */
    private static final int WRITER_BITS = 8;

    private final GroupSettings group;
    private final int self;
    private final int peer;
    private final Incarnation identity;
    private final Lifeline lifeline;
    private final LeaseGate gate;
    private final Supplier<NodeRole> role;
    private final NodeLog log;
    private final NanoClock clock;
    private final GroupNetwork network;
    private final AttestedGroup attestations;
    private final NodeProbe probe;
    private final ControlThreads threads;
    private final AttestedSuspicions attested;
    private final long lifetimeNs;
    private final WormClient client;
    private final GroupMember member;
    private final NodeOrders orders;
    private final WireWriter out = new WireWriter();
    private long nowNs;
    private long nextHelloNs;
    private boolean saidUnattested;
    private boolean saidVerdict;
    private volatile boolean doubtsPeer;
    private long echoedNs;
    private boolean isIdentityOpen;
    private volatile boolean isDraining;
    private volatile MemberId shownSelf;
    private volatile View shownView = View.BEFORE_ALL;
    private volatile List<View> history = List.of();
    private volatile String text = "";

    NodeViews(
            final NodeAgent.NodeParts parts,
            final Incarnation identity,
            final Lifeline lifeline,
            final LeaseGate gate,
            final Supplier<NodeRole> role,
            final NodeProbe probe) {
        group = parts.settings().decided().orElseThrow();
        final List<MemberAddress> members = parts.settings().members();
        self = group.number(parts.settings().node());
        peer = members.size() - 1 - self;
        this.identity = identity;
        this.lifeline = lifeline;
        this.gate = gate;
        this.role = role;
        log = parts.log();
        network = parts.group().network();
        this.probe = probe;
        threads = parts.group().threads();
        attestations = attestations(parts);
        attested = new AttestedSuspicions(self);
        lifetimeNs = group.limits().attestations().lifetimeNs();
        client = new WormClient(
                GroupSettings.NODES,
                WormTiming.DEFAULT,
                parts.nanoClock(),
                parts.group().random(),
                this::sendToRegisters);
        member = new GroupMember(
                GroupSettings.NODES, new MemberId(self, identity.number()), client, this, this, group.timing());
        orders = new NodeOrders(
                parts.settings().node(),
                NodeConfiguration.text(parts.settings(), parts.definition()),
                new ControlLog(client, identity.number() << WRITER_BITS | self, parts.nanoClock(), log::event),
                parts.group().attestations().epochClock(),
                log);
        shownSelf = member.self();
        clock = parts.nanoClock();
        nowNs = clock.nanoTime();
        // What an earlier process of this node echoed was before.
        echoedNs = nowNs;
        nextHelloNs = nowNs;
    }

    private AttestedGroup attestations(final NodeAgent.NodeParts parts) {
        final NodeAgent.AttestationParts own = parts.group().attestations();
        return new AttestedGroup(
                group.names(),
                self,
                group.limits(),
                new AttestedGroup.Parts(
                        own.signatures(),
                        own.keyPair(),
                        own.incarnation(),
                        parts.keys(),
                        group.memberKeys(),
                        own.network(),
                        probe,
                        member -> member == peer && doubtsPeer,
                        parts.nanoClock(),
                        own.epochClock(),
                        parts.faults().attestation()));
    }

    private void sendToRegisters(final int node, final WormMessage message) {
        WormCodec.encode(message, out.reset());
        network.toRegisters(node, out.buffer(), 0, out.lengthBytes());
    }

    /** One turn; returns the work done. */
    int doWork(final long newNowNs) {
        nowNs = newNowNs;
        attested.hear(attestations.word(), masterNumber());
        doubtsPeer = isPeerGone() || role.get().suspectsPeer();
        int work = network.poll(nowNs, this);
        work += client.doWork();
        work += orders.doWork(member);
        // Last of all: a view that has just come may have made this node begin again.
        if (identity.number() != member.self().incarnation()) {
            member.beginAgain(identity.number());
        }
        work += member.doWork(nowNs);
        tellVerdict();
        gate.openUntil(member.releaseUntilNs(nowNs));
        if (nextHelloNs - nowNs <= 0) {
            nextHelloNs = nowNs + group.helloNs();
            greet();
        }
        return work;
    }

    /** What is to be done, and by whose word: once for each time that something is to be done. */
    private void tellVerdict() {
        final FailureJudge.Verdict verdict = member.verdict();
        final boolean acts = verdict != null && verdict.action() != FailureJudge.Action.NOTHING;
        if (acts && !saidVerdict) {
            log.event(verdict.action().words() + ": " + verdict.reason() + " ("
                    + attestations.word().text(group.names())
                    + (isPeerGone() ? "; its lifeline is closed" : "")
                    + (role.get().suspectsPeer() ? "; its heartbeats or acknowledgements are missing" : "") + ")");
        }
        saidVerdict = acts;
    }

    private int masterNumber() {
        final MemberId master = newest().master();
        return master == null ? -1 : master.node();
    }

    private void greet() {
        final long incarnation = isIdentityOpen ? NO_INCARNATION : identity.number();
        new Hello(false, incarnation, newest().number(), nowNs).encode(out);
        for (int node = 0; node < GroupSettings.NODES; node++) {
            if (node != self) {
                network.toNode(node, out.buffer(), 0, out.lengthBytes());
            }
        }
        text = member.toString();
        shownSelf = member.self();
        shownView = newest();
    }

    @Override
    public void onFromRegisters(final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final WormMessage message = WormCodec.decode(buffer, offset, lengthBytes);
        if (message != null) {
            client.onMessage(node, message);
        }
    }

    @Override
    public void onFromNode(final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final Hello hello = Hello.decode(buffer, offset, lengthBytes);
        if (hello == null || node == self) {
            return;
        }
        final MemberId from = new MemberId(node, hello.incarnation());
        if (hello.isEcho()) {
            member.onEcho(from, hello.timestampNs());
            return;
        }
        member.onHello(from, hello.view());
        if (node == peer && role.get().grantsLeaseTo(hello.incarnation())) {
            // By the clock of this moment: the greeting may have been sent after this turn began.
            echoedNs = clock.nanoTime();
            new Hello(true, identity.number(), newest().number(), hello.timestampNs()).encode(out);
            network.toNode(node, out.buffer(), 0, out.lengthBytes());
        }
    }

    @Override
    public boolean attests(final int attester, final int attestee) {
        if (attestee == peer && isPeerGone()) {
            return false;
        }
        if (attester == self && attestee == self) {
            return isFit();
        }
        if (attester == self && attestee == peer && role.get().suspectsPeer()) {
            return false;
        }
        // A word that is old, because this node's own thread stood still, is no reason to suspect anybody.
        return isWordOld(1) || attested.attests(attester, attestee);
    }

    private boolean isFit() {
        return !isDraining && role.get().isFit(nowNs) && !isWordOld(LIFETIMES_TO_UNFIT) && attested.attests(self, self);
    }

    @Override
    public boolean isGone(final int node) {
        return node == peer && isPeerGone();
    }

    @Override
    public String unfitness() {
        if (isDraining) {
            return "was drained";
        } else if (!role.get().isFit(nowNs)) {
            return "has not got the state yet";
        } else if (isWordOld(LIFETIMES_TO_UNFIT)) {
            return "has attested nothing for "
                    + TimeUnit.NANOSECONDS.toMillis(attestations.word().ageNs(nowNs))
                    + " ms: its attestations' thread stands still, or waits for a processor";
        }
        final Finding own = attestations.word().finding(self, self);
        return "fails its own tests: " + (own == null ? "not tested" : own.text());
    }

    private boolean isWordOld(final int lifetimes) {
        return attestations.word().ageNs(nowNs) > lifetimes * lifetimeNs;
    }

    /** Its kernel says so, or somebody who can cut connections. */
    private boolean isPeerGone() {
        return lifeline.isBroken();
    }

    /**
     * Whether it is not known yet in which life this node is: until then it claims none, and proposes nothing.
     */
    void identityIsOpen(final boolean isOpen) {
        isIdentityOpen = isOpen;
        member.holdBack(isOpen);
    }

    /** Whether all views up to now are known. */
    boolean isCurrent() {
        return member.follower().isCurrent() && member.follower().fault() == null;
    }

    /** Whether a view's replica was this node, in whatever life. */
    boolean wasReplica(final View view) {
        return view.kind() == View.Kind.PROTECTED && view.replica().node() == self;
    }

    GroupMember member() {
        return member;
    }

    /** The newest view that this node knows. */
    View newest() {
        return member.newest();
    }

    boolean isMaster() {
        return newest().isMaster(member.self());
    }

    boolean isReplica() {
        return newest().isReplica(member.self());
    }

    /** Whether the other node of the pair is master, and this one may ask to be its replica. */
    boolean mayJoinPeer() {
        final MemberId master = newest().master();
        return !isDraining && master != null && master.node() == peer && newest().kind() == View.Kind.SOLO;
    }

    /** The joining replica is close behind. */
    void candidate(final long incarnation) {
        final boolean isAttested =
                !isWordOld(1) && attestations.word().finding(self, peer) != null && attests(self, peer);
        if (!isAttested && !saidUnattested) {
            log.event("the joining replica is not attested: it is taken in when it is (see 'holdfast attestations';"
                    + " is UDP port " + group.attestationPort(self) + " open?)");
        }
        saidUnattested = !isAttested;
        if (isAttested) {
            member.candidate(new MemberId(peer, incarnation));
        }
    }

    void noCandidate() {
        member.candidate(null);
    }

    void lookNow() {
        member.follower().lookNow();
    }

    @Override
    public void onView(final View view, final MemberId as) {
        log.event(view + (view.proposer() == null ? "" : ", proposed by " + view.proposer()));
        history = member.follower().history();
        role.get().onView(view, as);
    }

    @Override
    public long onDeposed(final View view) {
        // Shut first: nothing may leave while the role ends.
        gate.openUntil(Long.MIN_VALUE);
        final long before = identity.number();
        role.get().onDeposed(view);
        if (identity.number() == before) {
            identity.renew();
        }
        return identity.number();
    }

    @Override
    public long seal() {
        log.event("sealed: " + member.verdict().reason());
        role.get().seal();
        return echoedNs;
    }

    @Override
    public void hold(final MemberId candidate) {
        role.get().hold();
    }

    @Override
    public boolean isStored(final MemberId candidate) {
        return role.get().isStored();
    }

    @Override
    public void unhold() {
        role.get().unhold();
    }

    @Override
    public void drain() {
        log.event("handing over: takes in nothing more");
        role.get().drain();
    }

    @Override
    public boolean isDrained() {
        return role.get().isDrained();
    }

    @Override
    public void resume() {
        log.event("handing over came to nothing");
        role.get().resume();
    }

    /** Asks a protected master to make its replica master. Any thread. */
    public void switchOver() {
        switchOver("");
    }

    /** The same, with a person's reason. */
    public void switchOver(final String reason) {
        orders.give(Kind.SWITCHOVER, reason);
    }

    /** This node fails its own tests from now on, or does not any more: a master hands over. Any thread. */
    public void drainNode(final boolean draining) {
        drainNode(draining, "");
    }

    /** The same, with a person's reason. */
    public void drainNode(final boolean draining, final String reason) {
        orders.give(draining ? Kind.DRAIN : Kind.UNDRAIN, reason);
        isDraining = draining;
        probe.leaving(draining);
    }

    /**
     * A person gives up the state of the newest view, because those who have it are off. Any thread.
     *
     * @param off names of the nodes that the person knows to be off, or restarted
     * @return why that is refused, or null if it is done
     */
    public String coldStart(final List<String> off, final String reason) {
        final View view = shownView;
        final List<String> names = view.members().stream()
                .map(having -> group.names().get(having.node()))
                .toList();
        if (view.names(shownSelf)) {
            return "this node has the state of " + view + ": there is nothing to start";
        }
        if (names.isEmpty()) {
            return "nobody has a state in " + view + ": the group starts by itself";
        }
        if (!Set.copyOf(off).equals(Set.copyOf(names))) {
            return "a cold start must name all whose state it gives up, " + String.join(",", names) + " in " + view
                    + ": " + (off.isEmpty() ? "nobody" : String.join(",", off));
        }
        for (final MemberId having : view.members()) {
            final Finding finding = attestations.word().finding(self, having.node());
            if (having.node() != self && finding != null && finding != Finding.SILENT) {
                return "nodes that are given up must be off: " + group.names().get(having.node()) + " is heard ("
                        + finding.text() + ")";
            }
        }
        orders.give(Kind.COLD_START, reason);
        return null;
    }

    /** The last entries of the group's control log, oldest first. Any thread. */
    public List<ControlEntry> controlEntries() {
        return orders.entries();
    }

    /** Names of the group's nodes, in the order of their numbers. */
    public List<String> names() {
        return group.names();
    }

    /** The last views, oldest first. Any thread. */
    public List<View> history() {
        return history;
    }

    /** Who vouches for whom; turned by a thread of its own. */
    public AttestedGroup attestations() {
        return attestations;
    }

    /** What this node thinks. Any thread. */
    public String text() {
        return text;
    }

    void describe(final StatusBuilder status) {
        status.counter("views.decided", 1)
                .counter("group.ignored", network.ignoredCount())
                .counter("group.kernelDrops", network.kernelDropCount())
                .counter("group.timedOut", client.timedOutCount())
                .counter("group.givenUp", member.givenUpCount());
        attestations.counters().each(status::counter);
        for (final ControlPriority priority : ControlPriority.values()) {
            status.counter("controlThreads." + priority.word(), threads.count(priority));
        }
    }
}
