package io.holdfast.recovery.attestation;

import io.holdfast.recovery.attestation.AttestationCodec.GroupDefinition;
import io.holdfast.recovery.attestation.AttestationCodec.Introduction;
import io.holdfast.recovery.attestation.AttestationCodec.SentReport;
import io.holdfast.recovery.attestation.AttestationCounters.Event;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One node's part in groups of members that vouch for each other, with the interface of LA-Groups: {@link #create},
 * {@link #join}, {@link #startAttest}, {@link #stopAttest}, {@link #groups}, {@link #graph}.
 *
 * <p><b>Theory.</b> Every interval a node reports its work to all members, signed, over each link by itself: so a report
 * that comes tells of the member <i>and</i> of the link. A node that attests a member tests these reports, and says what
 * it found in an attestation, which it floods: each member sends on what is news to it. So the graph is known wherever a
 * path is left. Attestations expire, unless they are renewed; a finding that is worse is told at once.
 *
 * <p>Keys for signatures are made at the start of a process and introduced under the group key, and by a key of the member's
 * own if one is listed ({@link MemberKeys}). An attestation counts only
 * with its attester's present key; while it has not expired by the attester's clock (give or take the skew); for its
 * lifetime since it came, by this node's monotonic clock; and until a newer one comes.
 *
 * <p>Used by one thread, which is no worker's: to agree on keys with a new process of a member takes milliseconds.
 */
public class AttestationGroups {
    private static final int MESSAGES_PER_TURN = 512;
    private static final int INTRODUCTION_TICKS = 5;
    /** In a lifetime, an attestation that stays the same is said so often. */
    private static final int REFRESHES = 4;
    /** A pause of this thread longer than this part of a lifetime is not time in which others were silent. */
    private static final int PAUSE_FRACTION = 4;

    /** Lifetimes of silence after which a member's process may be replaced by one that says that it is older. */
    private static final int FORGOTTEN_LIFETIMES = 4;

    private final GroupParts parts;
    private final AttestationSettings settings;
    private final Signatures signatures;
    private final AttestationCodec codec;
    private final AttestationCounters counters = new AttestationCounters();
    private final MemberIdentity self;
    private final byte[] ownSignature;
    private final Map<String, GroupState> groups = new TreeMap<>();
    private final Set<String> wanted = new TreeSet<>();
    private final Map<String, MemberIdentity> identities = new TreeMap<>();
    private final Map<String, HeardReport> reports = new TreeMap<>();
    private long nowNs;
    private long lastReadNs;
    private long pausedNs;
    private boolean hasRead;
    private long beganNs;
    private boolean hasPaused;
    private long epochNs;
    private long nextTickNs = Long.MIN_VALUE;
    private long tickCount;
    private long attestationNumber;
    private long reportNumber;

    private record HeardReport(long incarnation, WorkReport report, long receivedNs) {}

    /** A node that is in no group. */
    public AttestationGroups(final GroupParts parts, final Signatures signatures) {
        this.parts = parts;
        this.signatures = signatures;
        codec = new AttestationCodec(signatures);
        settings = parts.settings();
        readClocks();
        self = new MemberIdentity(
                parts.name(), parts.incarnation(), epochNs, parts.keyPair().getPublic());
        ownSignature = parts.memberKeys().sign(codec.signedPart(self));
    }

    /**
     * Makes a group and joins it; its members are told, and may join.
     *
     * @throws IllegalArgumentException if there is such a group, there are too many, or members are wrong
     */
    public void create(final String group, final List<String> members) {
        final List<String> sorted = members.stream().sorted().distinct().toList();
        if (groups.containsKey(group)) {
            throw new IllegalArgumentException("there is a group of this name already: " + group);
        }
        if (groups.size() == settings.maxGroups()) {
            throw new IllegalArgumentException("a node knows at most " + settings.maxGroups() + " groups: " + group);
        }
        if (sorted.size() != members.size() || sorted.size() < 2 || sorted.size() > settings.maxMembers()) {
            throw new IllegalArgumentException(
                    "a group has 2 to " + settings.maxMembers() + " different members: " + members);
        }
        if (!sorted.contains(self.name())) {
            throw new IllegalArgumentException("a group's maker must be a member: " + members);
        }
        groups.put(group, new GroupState(group, sorted));
        join(group);
    }

    /** Joins a group that another member has made, or will have: as soon as it is heard of. */
    public void join(final String group) {
        wanted.add(group);
        final GroupState state = groups.get(group);
        if (state != null) {
            state.join();
            agreeOnKeys();
        }
    }

    /**
     * Begins to test a member, and to say what is found.
     *
     * @param newTest makes the test; for each process of the member anew
     * @throws IllegalArgumentException if this node is not in the group, or the member is not another one of it
     */
    public void startAttest(final String group, final String member, final Supplier<CorrectnessTest> newTest) {
        final GroupState state = joined(group);
        if (!state.members().contains(member) || member.equals(self.name())) {
            throw new IllegalArgumentException(
                    "one attests another member of " + group + " " + state.members() + ": " + member);
        }
        state.tests().put(member, new GroupState.MemberTest(newTest));
    }

    /** Says nothing more of a member; what was said expires. */
    public void stopAttest(final String group, final String member) {
        final GroupState state = joined(group);
        state.tests().remove(member);
        state.forget(self.name(), member);
    }

    /** Groups that this node has joined, and that it knows the members of. */
    public List<String> groups() {
        return groups.values().stream()
                .filter(GroupState::isJoined)
                .map(GroupState::name)
                .toList();
    }

    /**
     * Who vouches for whom in a group, as far as this node knows now.
     *
     * @throws IllegalArgumentException if this node is not in the group
     */
    public AttestationGraph graph(final String group) {
        final GroupState state = joined(group);
        readClocks();
        final List<Attestation> current = new ArrayList<>();
        for (final GroupState.Held held : state.held()) {
            if (holds(held)) {
                current.add(held.attestation());
            }
        }
        return new AttestationGraph(group, state.members(), current);
    }

    /** What became of messages. */
    public AttestationCounters counters() {
        return counters;
    }

    /** Takes what has come, and says what is due; returns whether something was. */
    public int doWork() {
        readClocks();
        final long before = counters.get(Event.ACCEPTED) + counters.get(Event.REPORTS);
        parts.network().poll(this::onMessage, MESSAGES_PER_TURN);
        int work = (int) (counters.get(Event.ACCEPTED) + counters.get(Event.REPORTS) - before);
        if (nextTickNs == Long.MIN_VALUE || nowNs - nextTickNs >= 0) {
            nextTickNs = nowNs + settings.intervalNs();
            tick();
            work++;
        }
        return work;
    }

    /** Time counts only while this thread runs: after a pause of its own, others' silence says nothing of them. */
    private void readClocks() {
        final long readNs = parts.nanoClock().nanoTime();
        if (hasRead && readNs - lastReadNs > settings.lifetimeNs() / PAUSE_FRACTION) {
            pausedNs += readNs - lastReadNs;
            // What this node has said has expired meanwhile: it is said again at once, as are its reports.
            nextTickNs = Long.MIN_VALUE;
            hasPaused = true;
        }
        lastReadNs = readNs;
        nowNs = readNs - pausedNs;
        if (!hasRead) {
            hasRead = true;
            beganNs = nowNs;
        }
        epochNs = parts.epochClock().nanoTime();
    }

    private GroupState joined(final String group) {
        final GroupState state = groups.get(group);
        if (state == null || !state.isJoined()) {
            throw new IllegalArgumentException("this node is not in the group: " + group);
        }
        return state;
    }

    private void tick() {
        final boolean introduces = tickCount++ % INTRODUCTION_TICKS == 0;
        final Set<String> others = others();
        introduce(
                introduces
                        ? others
                        : others.stream()
                                .filter(member -> !identities.containsKey(member))
                                .toList());
        for (final GroupState state : groups.values()) {
            if (state.isJoined()) {
                if (introduces) {
                    tellMembers(state);
                }
                state.tests().forEach((member, test) -> attestIfDue(state, member, test));
            }
        }
        hasPaused = false;
        report(others);
    }

    private void introduce(final Collection<String> members) {
        if (!members.isEmpty()) {
            final byte[] introduction = codec.introduction(self, parts.keys(), ownSignature);
            members.forEach(member -> parts.network().send(member, introduction));
        }
    }

    private Set<String> others() {
        final Set<String> others = new TreeSet<>();
        groups.values().stream().filter(GroupState::isJoined).forEach(state -> others.addAll(state.members()));
        others.remove(self.name());
        return others;
    }

    private void tellMembers(final GroupState state) {
        final byte[] message = codec.group(
                new GroupDefinition(self.name(), self.incarnation(), state.name(), state.members()),
                parts.keyPair().getPrivate());
        sendTo(state.members(), message, self.name(), self.name());
    }

    private void report(final Set<String> others) {
        if (!others.isEmpty()) {
            final WorkReport report = parts.probe().report().withNumber(++reportNumber, epochNs);
            final byte[] message = codec.report(self, report, parts.keyPair().getPrivate());
            others.forEach(member -> parts.network().send(member, message));
        }
    }

    /** News at once; what is as before is said again in time for three sayings to be lost. */
    private void attestIfDue(final GroupState state, final String member, final GroupState.MemberTest test) {
        final Finding finding = find(member, test);
        if (finding == null) {
            return;
        }
        final MemberIdentity identity = identities.get(member);
        final long incarnation = identity == null ? 0 : identity.incarnation();
        final boolean isLate =
                nowNs - test.attestedNs() >= settings.lifetimeNs() / REFRESHES - settings.intervalNs() / 2;
        if (test.isNews(finding, incarnation) || isLate || hasPaused) {
            test.attests(finding, incarnation, nowNs);
            attest(state, member, incarnation, finding);
        }
    }

    private void attest(final GroupState state, final String member, final long incarnation, final Finding finding) {
        final Attestation attestation = new Attestation(
                state.name(),
                self.name(),
                self.incarnation(),
                member,
                incarnation,
                ++attestationNumber,
                epochNs,
                epochNs + settings.lifetimeNs(),
                finding);
        counters.count(Event.ISSUED);
        state.hold(attestation, nowNs);
        final byte[] message = codec.attestation(attestation, parts.keyPair().getPrivate());
        sendTo(state.members(), message, self.name(), self.name());
    }

    /** Returns null while nothing can be said yet: nobody is silent before this node has listened for as long as counts. */
    private Finding find(final String member, final GroupState.MemberTest test) {
        final HeardReport heard = reports.get(member);
        final long heardNs = heard == null ? beganNs : heard.receivedNs();
        if (nowNs - heardNs > settings.lifetimeNs() - settings.intervalNs()) {
            return Finding.SILENT;
        }
        if (heard == null) {
            return null;
        }
        return findingOf(test.of(heard.incarnation()), heard.report());
    }

    /** What a test finds. A test of ours overrides it, to see that tests notice. */
    Finding findingOf(final CorrectnessTest test, final WorkReport report) {
        return test.test(report, nowNs, epochNs);
    }

    private void sendTo(final List<String> members, final byte[] message, final String notTo, final String norTo) {
        for (final String member : members) {
            if (!member.equals(self.name()) && !member.equals(notTo) && !member.equals(norTo)) {
                parts.network().send(member, message);
            }
        }
    }

    private void onMessage(final String from, final byte[] message) {
        switch (AttestationCodec.kind(message)) {
            case AttestationCodec.INTRODUCTION -> onIntroduction(message);
            case AttestationCodec.REPORT -> onReport(message);
            case AttestationCodec.ATTESTATION -> onAttestation(from, message);
            case AttestationCodec.GROUP -> onGroup(message);
            default -> counters.count(Event.MALFORMED);
        }
    }

    private void onIntroduction(final byte[] message) {
        final Introduction introduction = codec.introduced(message, parts.keys());
        final MemberIdentity introduced = introduction == null ? null : introduction.identity();
        if (introduced == null) {
            counters.count(Event.BAD_SIGNATURE);
        } else if (introduced.name().equals(self.name())) {
            counters.count(Event.OLD);
        } else if (isNewProcess(introduced) && (isWanted(introduced.name()) || hasRoom())) {
            if (isProven(introduction)) {
                identities.put(introduced.name(), introduced);
                reports.remove(introduced.name());
                agreeOnKeys();
            } else {
                counters.count(Event.UNPROVEN);
            }
        }
    }

    /** Whether a listed member's own key says so, too. A test of ours overrides it, to see that tests notice. */
    boolean isProven(final Introduction introduction) {
        return introduction.isProven(parts.memberKeys());
    }

    /** The later process of a member counts; an earlier one only when the later was not heard for long. */
    private boolean isNewProcess(final MemberIdentity introduced) {
        final MemberIdentity known = identities.get(introduced.name());
        if (known == null) {
            return true;
        }
        final HeardReport heard = reports.get(known.name());
        final boolean isForgotten =
                heard == null || nowNs - heard.receivedNs() > FORGOTTEN_LIFETIMES * settings.lifetimeNs();
        return known.incarnation() != introduced.incarnation()
                && (introduced.startedNs() > known.startedNs() || isForgotten);
    }

    /** With the present processes of those that this node shares a group with. */
    private void agreeOnKeys() {
        final List<PublicKey> keys = new ArrayList<>();
        for (final String member : others()) {
            final MemberIdentity identity = identities.get(member);
            if (identity != null) {
                keys.add(identity.key());
            }
        }
        signatures.others(keys);
    }

    private boolean isWanted(final String member) {
        return others().contains(member);
    }

    private boolean hasRoom() {
        return identities.size() < settings.maxGroups() * settings.maxMembers();
    }

    private void onReport(final byte[] message) {
        final SentReport sent = AttestationCodec.report(message);
        final HeardReport last = sent == null ? null : reports.get(sent.sender());
        if (sent == null) {
            counters.count(Event.MALFORMED);
        } else if (last != null
                && last.incarnation() == sent.senderIncarnation()
                && last.report().number() >= sent.report().number()) {
            counters.count(Event.OLD);
        } else if (isFrom(sent.sender(), sent.senderIncarnation(), message)) {
            counters.count(Event.REPORTS);
            reports.put(sent.sender(), new HeardReport(sent.senderIncarnation(), sent.report(), nowNs));
        }
    }

    private void onAttestation(final String from, final byte[] message) {
        final Attestation attestation = AttestationCodec.attestation(message);
        final GroupState state = attestation == null ? null : groups.get(attestation.group());
        if (attestation == null) {
            counters.count(Event.MALFORMED);
        } else if (state == null
                || !state.isJoined()
                || !state.members().contains(attestation.attester())
                || !state.members().contains(attestation.attestee())
                || attestation.attester().equals(attestation.attestee())) {
            counters.count(Event.UNKNOWN_GROUP);
        } else if (attestation.attester().equals(self.name()) || !state.isNews(attestation)) {
            counters.count(Event.OLD);
        } else if (!isCurrent(attestation, epochNs)) {
            counters.count(Event.EXPIRED);
        } else if (isFrom(attestation.attester(), attestation.attesterIncarnation(), message)) {
            counters.count(Event.ACCEPTED);
            state.hold(attestation, nowNs);
            counters.count(Event.FORWARDED);
            sendTo(state.members(), message, from, attestation.attester());
        }
    }

    private void onGroup(final byte[] message) {
        final GroupDefinition definition = AttestationCodec.group(message, settings.maxMembers());
        if (definition == null || !definition.members().contains(self.name())) {
            counters.count(Event.MALFORMED);
            return;
        }
        final GroupState known = groups.get(definition.name());
        if (known != null && known.members().equals(definition.members())) {
            return;
        }
        if (!isFrom(definition.sender(), definition.senderIncarnation(), message)) {
            return;
        }
        if (known != null || groups.size() == settings.maxGroups() || !definition.isPossible()) {
            counters.count(Event.REFUSED_GROUP);
            return;
        }
        groups.put(definition.name(), new GroupState(definition.name(), definition.members()));
        if (wanted.contains(definition.name())) {
            join(definition.name());
        }
    }

    /** Whether a message is by the present process of a member; if not, that is counted. */
    private boolean isFrom(final String member, final long incarnation, final byte[] message) {
        final MemberIdentity identity = identities.get(member);
        if (identity == null || identity.incarnation() != incarnation) {
            counters.count(Event.UNKNOWN_MEMBER);
            return false;
        }
        if (!isSignedBy(message, identity.key())) {
            counters.count(Event.BAD_SIGNATURE);
            return false;
        }
        return true;
    }

    /** Whether a signature is good. A test of ours overrides it, to see that tests notice. */
    boolean isSignedBy(final byte[] message, final PublicKey key) {
        return signatures.isSignedBy(message, key);
    }

    /** Whether an attestation has not expired by its own clock. A test of ours overrides it, to see that tests notice. */
    boolean isCurrent(final Attestation attestation, final long nowEpochNs) {
        return attestation.expiryNs() - attestation.issuedNs() <= settings.lifetimeNs()
                && attestation.expiryNs() + settings.skewNs() - nowEpochNs > 0
                && attestation.issuedNs() - settings.skewNs() - nowEpochNs <= 0;
    }

    /** Whether it still counts: by both clocks, and by the processes that it is by and about. */
    private boolean holds(final GroupState.Held held) {
        final Attestation attestation = held.attestation();
        return isCurrent(attestation, epochNs)
                && nowNs - held.receivedNs() < settings.lifetimeNs()
                && isPresent(attestation.attester(), attestation.attesterIncarnation())
                && (!attestation.vouches() || isPresent(attestation.attestee(), attestation.attesteeIncarnation()));
    }

    private boolean isPresent(final String member, final long incarnation) {
        if (member.equals(self.name())) {
            return incarnation == self.incarnation();
        }
        final MemberIdentity identity = identities.get(member);
        return identity != null && identity.incarnation() == incarnation;
    }
}
