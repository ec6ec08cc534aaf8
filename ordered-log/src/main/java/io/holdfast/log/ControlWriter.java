package io.holdfast.log;

import io.holdfast.log.sbe.AcknowledgementEncoder;
import io.holdfast.log.sbe.DivergenceEncoder;
import io.holdfast.log.sbe.HeartbeatEncoder;
import io.holdfast.log.sbe.JoinAcceptedEncoder;
import io.holdfast.log.sbe.JoinEncoder;
import io.holdfast.log.sbe.JoinRefusedEncoder;
import io.holdfast.log.sbe.MessageHeaderEncoder;
import io.holdfast.log.sbe.PassedAllEncoder;
import io.holdfast.log.sbe.PassedPacketEncoder;
import io.holdfast.log.sbe.SnapshotReportEncoder;
import io.holdfast.packet.NativeMemory;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Says things to the peer on the control stream. Each method returns whether the message was sent; one that was not
 * is to be said again, or is superseded by the next of its kind. Called by one thread.
 */
public final class ControlWriter {
    private static final int BUFFER_BYTES = 4096;
    private static final int MAX_TEXT_BYTES = 1024;
    private static final int FRAME_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH
            + PassedPacketEncoder.BLOCK_LENGTH
            + PassedPacketEncoder.frameHeaderLength();

    /** Longest frame that can be passed to the peer. */
    public static final int MAX_FRAME_BYTES = BUFFER_BYTES - FRAME_OFFSET;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AcknowledgementEncoder acknowledgement = new AcknowledgementEncoder();
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private final JoinEncoder join = new JoinEncoder();
    private final JoinAcceptedEncoder joinAccepted = new JoinAcceptedEncoder();
    private final JoinRefusedEncoder joinRefused = new JoinRefusedEncoder();
    private final DivergenceEncoder divergence = new DivergenceEncoder();
    private final SnapshotReportEncoder snapshotReport = new SnapshotReportEncoder();
    private final PassedPacketEncoder passedPacket = new PassedPacketEncoder();
    private final PassedAllEncoder passedAll = new PassedAllEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(BUFFER_BYTES));
    private final MessageWriter stream;

    public ControlWriter(final MessageWriter stream) {
        this.stream = stream;
    }

    public boolean isConnected() {
        return stream.isConnected();
    }

    /** Says how far each worker's stream is stored. */
    public boolean acknowledge(final long view, final long incarnation, final int epoch, final long[] stored) {
        acknowledgement
                .wrapAndApplyHeader(buffer, 0, header)
                .view(view)
                .incarnation(incarnation)
                .epoch(epoch);
        final AcknowledgementEncoder.WorkersEncoder workers = acknowledgement.workersCount(stored.length);
        for (final long burst : stored) {
            workers.next().stored(burst);
        }
        return send(acknowledgement.encodedLength());
    }

    public boolean heartbeat(final HeartbeatHeader sender, final WorkerPositions[] positions) {
        heartbeat
                .wrapAndApplyHeader(buffer, 0, header)
                .view(sender.view())
                .incarnation(sender.incarnation())
                .epoch(sender.epoch())
                .role(sender.role())
                .sentNs(sender.sentNs())
                .echoedNs(sender.echoedNs());
        final HeartbeatEncoder.WorkersEncoder workers = heartbeat.workersCount(positions.length);
        for (final WorkerPositions position : positions) {
            workers.next()
                    .logged(position.logged())
                    .released(position.released())
                    .replayed(position.replayed());
        }
        return send(heartbeat.encodedLength());
    }

    public boolean join(final JoinRequest request) {
        join.wrapAndApplyHeader(buffer, 0, header)
                .incarnation(request.incarnation())
                .graphFingerprint(request.graphFingerprint())
                .protocolVersion(request.protocolVersion())
                .workers(request.workers())
                .captureBytes(request.captureBytes())
                .node(shortened(request.node()))
                .ports(shortened(request.ports()));
        return send(join.encodedLength());
    }

    public boolean acceptJoin(final JoinAnswer answer) {
        joinAccepted
                .wrapAndApplyHeader(buffer, 0, header)
                .view(answer.view())
                .masterIncarnation(answer.masterIncarnation())
                .replicaIncarnation(answer.replicaIncarnation())
                .randomSeed(answer.randomSeed())
                .epoch(answer.epoch());
        return send(joinAccepted.encodedLength());
    }

    /** Refuses a node; {@code permanent} if asking again is of no use. */
    public boolean refuseJoin(final long replicaIncarnation, final boolean permanent, final String reason) {
        joinRefused
                .wrapAndApplyHeader(buffer, 0, header)
                .replicaIncarnation(replicaIncarnation)
                .permanent((short) (permanent ? 1 : 0))
                .reason(shortened(reason));
        return send(joinRefused.encodedLength());
    }

    public boolean reportDivergence(final DivergenceReport report) {
        divergence
                .wrapAndApplyHeader(buffer, 0, header)
                .view(report.view())
                .incarnation(report.incarnation())
                .epoch(report.epoch())
                .worker(report.worker())
                .burst(report.burst())
                .what(shortened(report.what()));
        return send(divergence.encodedLength());
    }

    /** Says that the snapshot is loaded, or with a fault that is not empty, why it cannot be used. */
    public boolean reportSnapshot(final long view, final long incarnation, final int epoch, final String fault) {
        snapshotReport
                .wrapAndApplyHeader(buffer, 0, header)
                .view(view)
                .incarnation(incarnation)
                .epoch(epoch)
                .fault(shortened(fault));
        return send(snapshotReport.encodedLength());
    }

    /**
     * Passes a received packet to the master of a view.
     *
     * @param incarnation of this node when it was master
     * @param address of the frame
     * @param lengthBytes at most {@link #MAX_FRAME_BYTES}
     */
    public boolean passPacket(
            final long view,
            final long incarnation,
            final int worker,
            final int port,
            final long address,
            final int lengthBytes) {
        passedPacket
                .wrapAndApplyHeader(buffer, 0, header)
                .view(view)
                .incarnation(incarnation)
                .worker(worker)
                .port(port);
        buffer.putInt(FRAME_OFFSET - PassedPacketEncoder.frameHeaderLength(), lengthBytes);
        NativeMemory.copy(address, buffer.addressOffset() + FRAME_OFFSET, lengthBytes);
        return stream.write(buffer, 0, FRAME_OFFSET + lengthBytes);
    }

    /** Says that all has been passed. */
    public boolean passedAll(final long view, final long incarnation) {
        passedAll.wrapAndApplyHeader(buffer, 0, header).view(view).incarnation(incarnation);
        return send(passedAll.encodedLength());
    }

    private boolean send(final int encodedLength) {
        return stream.write(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }

    private static String shortened(final String text) {
        return text.length() <= MAX_TEXT_BYTES / 4 ? text : text.substring(0, MAX_TEXT_BYTES / 4);
    }
}
