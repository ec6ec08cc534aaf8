package io.holdfast.recovery.attestation;

import io.holdfast.log.secure.GroupKeys;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * One node's part in the attestations of its group: reports its work, tests the others', and publishes what all say of
 * all as a {@link Word}.
 *
 * <p>{@link #doWork} is called by one thread, which is no worker's ({@link AttestationAgent}); {@link #word},
 * {@link #graph} and {@link #counters} by any.
 */
public final class AttestedGroup {
    /** Name of the group in messages. */
    public static final String NAME = "group";

    private final List<String> members;
    private final int self;
    private final WorkLimits limits;
    private final Parts parts;
    private final AttestationGroups groups;
    private final CorrectnessTest ownTest;
    private WorkReport ownReport;
    private long nextPublishNs;
    private boolean hasPublished;
    private volatile AttestationGraph graph;
    private volatile Word word;

    /**
     * What it is made of.
     *
     * @param signatures of a {@link SignatureScheme}, with the key pair
     * @param keyPair for these, of this process alone
     * @param incarnation of this process, not 0
     * @param keys of the group, under which the key pair is introduced
     * @param memberKeys by which introductions are signed, too
     * @param network to the members
     * @param probe of this node's own work; called by the thread that calls {@link #doWork}
     * @param doubts whether this node has reasons of its own to think that a member does not do its part; called likewise
     * @param nanoClock monotonic
     * @param epochClock wall clock
     * @param fault {@link AttestationFault#NONE}
     */
    public record Parts(
            Signatures signatures,
            KeyPair keyPair,
            long incarnation,
            GroupKeys keys,
            MemberKeys memberKeys,
            AttestationNetwork network,
            WorkProbe probe,
            IntPredicate doubts,
            NanoClock nanoClock,
            EpochNanoClock epochClock,
            AttestationFault fault) {
        /** With no member's key listed. */
        public Parts(
                final Signatures signatures,
                final KeyPair keyPair,
                final long incarnation,
                final GroupKeys keys,
                final AttestationNetwork network,
                final WorkProbe probe,
                final IntPredicate doubts,
                final NanoClock nanoClock,
                final EpochNanoClock epochClock,
                final AttestationFault fault) {
            this(
                    signatures,
                    keyPair,
                    incarnation,
                    keys,
                    MemberKeys.NONE,
                    network,
                    probe,
                    doubts,
                    nanoClock,
                    epochClock,
                    fault);
        }
    }

    /**
     * @param members names, in the order of their numbers
     * @param self number of this node
     */
    public AttestedGroup(final List<String> members, final int self, final WorkLimits limits, final Parts parts) {
        this.members = List.copyOf(members);
        this.self = self;
        this.limits = limits;
        this.parts = parts;
        groups = groups(members.get(self));
        groups.create(NAME, members);
        for (int i = 0; i < members.size(); i++) {
            if (i != self) {
                attest(i);
            }
        }
        ownTest = limits.ofSelf();
        graph = groups.graph(NAME);
        word = Word.nothing(members.size(), parts.nanoClock().nanoTime());
    }

    private AttestationGroups groups(final String name) {
        final GroupParts groupParts = new GroupParts(
                name,
                parts.incarnation(),
                parts.keyPair(),
                limits.attestations(),
                parts.keys(),
                parts.memberKeys(),
                parts.network(),
                this::report,
                parts.nanoClock(),
                parts.epochClock());
        return parts.fault() == AttestationFault.NONE
                ? new AttestationGroups(groupParts, parts.signatures())
                : new Credulous(groupParts, parts.signatures(), parts.fault());
    }

    /** Believes what it must not. */
    private static final class Credulous extends AttestationGroups {
        private final AttestationFault fault;

        private Credulous(final GroupParts parts, final Signatures signatures, final AttestationFault fault) {
            super(parts, signatures);
            this.fault = fault;
        }

        @Override
        boolean isSignedBy(final byte[] message, final PublicKey key) {
            return fault == AttestationFault.BELIEVES_UNSIGNED || super.isSignedBy(message, key);
        }

        @Override
        boolean isCurrent(final Attestation attestation, final long nowEpochNs) {
            return fault == AttestationFault.BELIEVES_EXPIRED || super.isCurrent(attestation, nowEpochNs);
        }
    }

    /** How its members sign. */
    SignatureScheme scheme() {
        return parts.signatures().scheme();
    }

    private void attest(final int member) {
        final BooleanSupplier doubt = () -> parts.doubts().test(member);
        groups.startAttest(
                NAME,
                members.get(member),
                () -> CorrectnessTest.all(
                        limits.ofOthers(),
                        (report, nowNs, epochNs) -> doubt.getAsBoolean() ? Finding.STUCK : Finding.WORKS));
    }

    private WorkReport report() {
        ownReport = parts.probe().report();
        return ownReport;
    }

    /** Takes what has come, says what is due, and publishes; returns the work done. */
    public int doWork() {
        final int work = groups.doWork();
        final long nowNs = parts.nanoClock().nanoTime();
        if (work > 0 || !hasPublished || nowNs - nextPublishNs >= 0) {
            hasPublished = true;
            nextPublishNs = nowNs + limits.attestations().intervalNs();
            publish(nowNs);
        }
        return work;
    }

    /** Sleeps until something has come, or the time is over; the thread that calls {@link #doWork}. */
    void await(final long timeoutMs) {
        parts.network().await(timeoutMs);
    }

    private void publish(final long nowNs) {
        graph = groups.graph(NAME);
        final Finding own = ownReport == null
                ? Finding.WORKS
                : ownTest.test(ownReport, nowNs, parts.epochClock().nanoTime());
        word = Word.of(graph, members, self, own, nowNs);
    }

    /** What all say of all; at most some milliseconds old for as long as the thread turns. */
    public Word word() {
        return word;
    }

    /** The same with all that is signed. */
    public AttestationGraph graph() {
        return graph;
    }

    /** What became of messages. */
    public AttestationCounters counters() {
        return groups.counters();
    }

    /** Names of the members, in the order of their numbers. */
    public List<String> members() {
        return members;
    }
}
