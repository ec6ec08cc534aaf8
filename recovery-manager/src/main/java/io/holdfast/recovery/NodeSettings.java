package io.holdfast.recovery;

import io.holdfast.log.MemberAddress;
import io.holdfast.packet.Devices;
import io.holdfast.packet.PortSettings;
import io.holdfast.recovery.group.GroupSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a node is told; checked before any device is opened.
 *
 * @param node name of this node, one of the members'
 * @param members of the group, two; the first becomes master when no other is
 * @param ports in the order of their numbers
 * @param workers of the data path
 * @param cores to pin workers to, one each; empty to leave them to the scheduler
 * @param graph file in the Click language
 * @param variables of the graph
 * @param runtime directory for the control socket and Aeron's files
 * @param log how it is kept
 * @param failover how failures are noticed
 * @param packetsPerWorker buffers of each worker's pool
 * @param idle what the node's thread does when there is nothing to do
 * @param keyFile of the group; empty if the group has no key
 * @param decided how views are decided by registers; empty if the nodes decide by themselves
 */
public record NodeSettings(
        String node,
        List<MemberAddress> members,
        List<PortSettings> ports,
        int workers,
        List<Integer> cores,
        Path graph,
        Map<String, String> variables,
        Path runtime,
        LogSettings log,
        FailoverSettings failover,
        int packetsPerWorker,
        IdleMode idle,
        Optional<Path> keyFile,
        Optional<GroupSettings> decided) {
    /** Settings of a node whose group has no key. */
    public NodeSettings(
            final String node,
            final List<MemberAddress> members,
            final List<PortSettings> ports,
            final int workers,
            final List<Integer> cores,
            final Path graph,
            final Map<String, String> variables,
            final Path runtime,
            final LogSettings log,
            final FailoverSettings failover,
            final int packetsPerWorker,
            final IdleMode idle) {
        this(
                node,
                members,
                ports,
                workers,
                cores,
                graph,
                variables,
                runtime,
                log,
                failover,
                packetsPerWorker,
                idle,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with views that are decided by registers. */
    public NodeSettings decidedBy(final GroupSettings group) {
        return new NodeSettings(
                node,
                members,
                ports,
                workers,
                cores,
                graph,
                variables,
                runtime,
                log,
                failover,
                packetsPerWorker,
                idle,
                keyFile,
                Optional.of(group));
    }

    public static final IntegerSetting WORKERS =
            IntegerSetting.of("workers", 1, 1, Devices.MAX_WORKERS, "threads of the data path");

    public static final IntegerSetting PACKETS_PER_WORKER = IntegerSetting.of(
            "packets", 16_384, 4096, 1 << 22, "packet buffers of each worker, those in device rings included");

    /** Most bytes of the accesses that one burst logs: with one worker there are none. */
    int accessBytes() {
        return workers == 1 ? 0 : log.accessBytes();
    }

    /** This node's place on the sync segment. */
    public MemberAddress self() {
        return member(true);
    }

    /** The other node's. */
    public MemberAddress peer() {
        return member(false);
    }

    /** Whether this node becomes master where there is none. */
    public boolean isFirst() {
        return members.getFirst().name().equals(node);
    }

    private MemberAddress member(final boolean self) {
        return members.stream()
                .filter(member -> member.name().equals(node) == self)
                .findFirst()
                .orElseThrow();
    }
}
