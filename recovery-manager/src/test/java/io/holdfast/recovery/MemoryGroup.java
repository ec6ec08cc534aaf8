package io.holdfast.recovery;

import io.holdfast.log.MemberAddress;
import io.holdfast.log.secure.GroupKeys;
import io.holdfast.recovery.attestation.AttestationFault;
import io.holdfast.recovery.attestation.AttestationNetwork;
import io.holdfast.recovery.attestation.AttestedGroup;
import io.holdfast.recovery.attestation.MemberKeys;
import io.holdfast.recovery.attestation.SignatureScheme;
import io.holdfast.recovery.attestation.Signatures;
import io.holdfast.recovery.attestation.SimulatedSignatures;
import io.holdfast.recovery.attestation.WorkLimits;
import io.holdfast.recovery.attestation.WorkReport;
import io.holdfast.recovery.group.ControlPriority;
import io.holdfast.recovery.group.ControlThreads;
import io.holdfast.recovery.group.GroupNetwork;
import io.holdfast.recovery.group.GroupSettings;
import io.holdfast.recovery.group.WitnessAgent;
import io.holdfast.recovery.worm.Acceptor;
import io.holdfast.recovery.worm.JournalFile;
import io.holdfast.recovery.worm.WireWriter;
import io.holdfast.recovery.worm.WormCodec;
import io.holdfast.recovery.worm.WormLimits;
import io.holdfast.recovery.worm.WormMessage;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** The registers and greetings of a test's group in memory: three acceptors, a witness, links that can be cut. */
final class MemoryGroup {
    private static final int LINK_DOWN_MS = 50;

    private record Attesting(int from, byte[] bytes) {}

    private record Message(boolean fromRegisters, int from, byte[] bytes) {}

    private final GroupSettings settings;
    private final NanoClock clock;
    private final GroupWeather weather;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final List<ArrayDeque<Message>> toRegisters = new ArrayList<>();
    private final List<ArrayDeque<Message>> toNodes = new ArrayList<>();
    private final boolean[] isUp = {true, true, true};
    private final Set<Set<Integer>> cuts = new HashSet<>();
    private final long[] lives = new long[GroupSettings.NODES];
    private final WireWriter out = new WireWriter();
    private final WitnessAgent witness;
    private final AttestedGroup witnessAttestations;
    private final Map<List<Integer>, UnaryOperator<byte[]>> changes = new HashMap<>();
    private final long[] clockJumpNs = new long[GroupSettings.NODES];
    private final long[] diskSinceNs = new long[GroupSettings.NODES];
    private final long[] neighbourSinceNs = new long[GroupSettings.NODES];
    private final List<ArrayDeque<Attesting>> toAttestors = new ArrayList<>();
    private long witnessTurns;
    private int sending;

    MemoryGroup(final List<MemberAddress> members, final NanoClock clock, final int suspicionMs) {
        this(members, clock, suspicionMs, GroupWeather.FAIR);
    }

    MemoryGroup(
            final List<MemberAddress> members,
            final NanoClock clock,
            final int suspicionMs,
            final GroupWeather weather) {
        this.clock = clock;
        this.weather = weather;
        settings = new GroupSettings(
                members,
                new MemberAddress("witness", "127.0.0.1", 9),
                Path.of("."),
                true,
                10,
                suspicionMs,
                new WorkLimits(suspicionMs, 3 * suspicionMs, LINK_DOWN_MS, 3 * suspicionMs, 2 * suspicionMs),
                SignatureScheme.ED25519,
                ControlPriority.NONE,
                MemberKeys.NONE);
        for (int node = 0; node < GroupSettings.NODES; node++) {
            toRegisters.add(new ArrayDeque<>());
            toNodes.add(new ArrayDeque<>());
            toAttestors.add(new ArrayDeque<>());
            acceptors.add(Acceptor.open(new Journal(), "test " + node, true, WormLimits.DEFAULT, clock, this::answer));
        }
        witness = new WitnessAgent(settings, network(GroupSettings.WITNESS), clock, new Random(77), line -> {});
        final KeyPair witnessKeys = newKeyPair();
        witnessAttestations = new AttestedGroup(
                settings.names(),
                GroupSettings.WITNESS,
                settings.limits(),
                new AttestedGroup.Parts(
                        signatures(witnessKeys),
                        witnessKeys,
                        1,
                        GroupKeys.none(),
                        attestationNetwork(GroupSettings.WITNESS),
                        () -> new WorkReport(0, 0, new long[] {witnessTurns}, 0, false, 0, 0, 0, 0, 0, 0, true, false),
                        member -> false,
                        clock,
                        clock::nanoTime,
                        AttestationFault.NONE));
    }

    /** Where the network has moods, a run is to be fast rather than safe from forgers. */
    private Signatures signatures(final KeyPair keyPair) {
        return weather == GroupWeather.FAIR ? SignatureScheme.ED25519.with(keyPair) : SimulatedSignatures.INSTANCE;
    }

    private static KeyPair newKeyPair() {
        return SimulatedSignatures.INSTANCE.register(SignatureScheme.ED25519.newKeyPair());
    }

    GroupSettings settings() {
        return settings;
    }

    NodeAgent.GroupParts parts(final int node) {
        toNodes.get(node).clear();
        toRegisters.get(node).clear();
        toAttestors.get(node).clear();
        isUp[node] = true;
        final KeyPair keyPair = newKeyPair();
        return new NodeAgent.GroupParts(
                network(node),
                () -> ++lives[node],
                new Random(lives[node] * 3 + node),
                new NodeAgent.AttestationParts(
                        attestationNetwork(node),
                        signatures(keyPair),
                        keyPair,
                        new Random(lives[node] * 7 + node).nextLong(1, Long.MAX_VALUE),
                        () -> clock.nanoTime() + clockJumpNs[node],
                        () -> since(diskSinceNs[node]),
                        () -> since(neighbourSinceNs[node])),
                ControlThreads.ordinary());
    }

    /** A process has ended, its registers with it; what they hold is on their disk. */
    void down(final int node) {
        isUp[node] = false;
    }

    void up(final int node) {
        isUp[node] = true;
    }

    void cut(final int one, final int other) {
        cuts.add(Set.of(one, other));
    }

    /** What was sent to a node and not read yet is lost. */
    void dropWhatWaits(final int node) {
        toNodes.get(node).clear();
        toAttestors.get(node).clear();
    }

    void heal() {
        cuts.clear();
    }

    private boolean reaches(final int from, final int to) {
        return isUp[from] && isUp[to] && (from == to || !cuts.contains(Set.of(from, to)));
    }

    private void answer(final int to, final WormMessage message) {
        WormCodec.encode(message, out.reset());
        if (reaches(sending, to)) {
            final Message answer = new Message(true, sending, out.toBytes());
            weather.send(sending, to, () -> toNodes.get(to).add(answer));
        }
    }

    /** Registers and witness have a turn. */
    void turn() {
        for (int node = 0; node < GroupSettings.NODES; node++) {
            sending = node;
            for (int i = toRegisters.get(node).size(); i > 0; i--) {
                final Message message = toRegisters.get(node).poll();
                if (isUp[node]) {
                    acceptors
                            .get(node)
                            .onMessage(
                                    message.from,
                                    WormCodec.decode(new UnsafeBuffer(message.bytes), 0, message.bytes.length));
                }
            }
            acceptors.get(node).flush();
        }
        if (isUp[GroupSettings.WITNESS]) {
            witness.doWork();
            witnessTurns++;
            witnessAttestations.doWork();
        }
    }

    /** What a node's attestations are told from outside: by its clock, its disk and its neighbours. */
    void jumpClock(final int node, final long jumpNs) {
        clockJumpNs[node] = jumpNs;
    }

    void diskStops(final int node) {
        diskSinceNs[node] = clock.nanoTime();
    }

    void neighbourFallsSilent(final int node) {
        neighbourSinceNs[node] = clock.nanoTime();
    }

    private long since(final long atNs) {
        return atNs == 0 ? 0 : clock.nanoTime() - atNs;
    }

    /** Changes each message of attestations between two nodes, or loses it if there is nothing left of it. */
    void tamper(final int from, final int to, final UnaryOperator<byte[]> change) {
        changes.put(List.of(from, to), change);
    }

    private AttestationNetwork attestationNetwork(final int self) {
        return new AttestationNetwork() {
            @Override
            public void send(final String member, final byte[] message) {
                final int to = settings.names().indexOf(member);
                final byte[] changed = changes.getOrDefault(List.of(self, to), UnaryOperator.identity())
                        .apply(message);
                if (changed != null && reaches(self, to)) {
                    toAttestors.get(to).add(new Attesting(self, changed));
                }
            }

            @Override
            public void poll(final Receiver receiver, final int limit) {
                for (int i = Math.min(limit, toAttestors.get(self).size()); i > 0; i--) {
                    final Attesting message = toAttestors.get(self).poll();
                    receiver.onMessage(settings.names().get(message.from), message.bytes);
                }
            }
        };
    }

    private GroupNetwork network(final int self) {
        return new GroupNetwork() {
            @Override
            public void toRegisters(
                    final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
                put(toRegisters.get(node), node, buffer, offset, lengthBytes);
            }

            @Override
            public void toNode(final int node, final DirectBuffer buffer, final int offset, final int lengthBytes) {
                put(toNodes.get(node), node, buffer, offset, lengthBytes);
            }

            private void put(
                    final ArrayDeque<Message> queue,
                    final int to,
                    final DirectBuffer buffer,
                    final int offset,
                    final int lengthBytes) {
                if (reaches(self, to)) {
                    final byte[] bytes = new byte[lengthBytes];
                    buffer.getBytes(offset, bytes);
                    weather.send(self, to, () -> queue.add(new Message(false, self, bytes)));
                }
            }

            @Override
            public int poll(final long nowNs, final Handler handler) {
                int taken = 0;
                for (int i = toNodes.get(self).size(); i > 0; i--) {
                    final Message message = toNodes.get(self).poll();
                    final UnsafeBuffer buffer = new UnsafeBuffer(message.bytes);
                    if (message.fromRegisters) {
                        handler.onFromRegisters(message.from, buffer, 0, message.bytes.length);
                    } else {
                        handler.onFromNode(message.from, buffer, 0, message.bytes.length);
                    }
                    taken++;
                }
                return taken;
            }

            @Override
            public long ignoredCount() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }

    /** A journal whose disk never fails. */
    private static final class Journal implements JournalFile {
        private byte[] content = new byte[0];

        @Override
        public byte[] content() {
            return content.clone();
        }

        @Override
        public void append(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            final int end = content.length;
            content = Arrays.copyOf(content, end + lengthBytes);
            buffer.getBytes(offset, content, end, lengthBytes);
        }

        @Override
        public void force() {}

        @Override
        public void truncate(final long lengthBytes) {
            content = Arrays.copyOf(content, (int) lengthBytes);
        }

        @Override
        public void replace(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            content = new byte[lengthBytes];
            buffer.getBytes(offset, content);
        }

        @Override
        public void close() {}
    }
}
