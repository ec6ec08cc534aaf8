package io.holdfast.log;

import io.holdfast.log.sbe.AcknowledgementDecoder;
import io.holdfast.log.sbe.DivergenceDecoder;
import io.holdfast.log.sbe.HeartbeatDecoder;
import io.holdfast.log.sbe.JoinAcceptedDecoder;
import io.holdfast.log.sbe.JoinDecoder;
import io.holdfast.log.sbe.JoinRefusedDecoder;
import io.holdfast.log.sbe.MessageHeaderDecoder;
import io.holdfast.log.sbe.PassedAllDecoder;
import io.holdfast.log.sbe.PassedPacketDecoder;
import io.holdfast.log.sbe.SnapshotReportDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decodes control messages and tells a listener; what makes no sense is counted and ignored.
 *
 * <p>Bounds are those of the received message: a length field that points beyond it is found by the buffer's own
 * check.
 */
public final class ControlReader implements MessageHandler {
    /** Version of the messages that this node speaks. */
    public static final int OUR_VERSION = MessageHeaderDecoder.SCHEMA_VERSION;

    private static final int MAX_TEXT_BYTES = 4096;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AcknowledgementDecoder acknowledgement = new AcknowledgementDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final JoinDecoder join = new JoinDecoder();
    private final JoinAcceptedDecoder joinAccepted = new JoinAcceptedDecoder();
    private final JoinRefusedDecoder joinRefused = new JoinRefusedDecoder();
    private final DivergenceDecoder divergence = new DivergenceDecoder();
    private final SnapshotReportDecoder snapshotReport = new SnapshotReportDecoder();
    private final PassedPacketDecoder passedPacket = new PassedPacketDecoder();
    private final PassedAllDecoder passedAll = new PassedAllDecoder();
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final MessageReader stream;
    private final ControlListener listener;
    private boolean decoded;
    private int otherVersion = OUR_VERSION;
    private long invalidCount;

    public ControlReader(final MessageReader stream, final ControlListener listener) {
        this.stream = stream;
        this.listener = listener;
    }

    /** Hands what has arrived to the listener; returns the work done. */
    public int poll(final int limit) {
        return stream.poll(this, limit);
    }

    /** Version of the last message of another release's, {@link #OUR_VERSION} if there was none. */
    public int otherVersion() {
        return otherVersion;
    }

    /** Messages that were none of ours. */
    public long invalidCount() {
        return invalidCount;
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        message.wrap(buffer, offset, lengthBytes);
        if (lengthBytes < MessageHeaderDecoder.ENCODED_LENGTH) {
            invalidCount++;
            return;
        }
        header.wrap(message, 0);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            invalidCount++;
            return;
        }
        if (header.version() != OUR_VERSION) {
            otherVersion = header.version();
            invalidCount++;
            return;
        }
        decoded = false;
        try {
            dispatch();
        } catch (final IndexOutOfBoundsException | IllegalArgumentException e) {
            if (decoded) {
                throw e;
            }
            invalidCount++;
        }
    }

    private void dispatch() {
        switch (header.templateId()) {
            case AcknowledgementDecoder.TEMPLATE_ID -> onAcknowledgement();
            case HeartbeatDecoder.TEMPLATE_ID -> onHeartbeat();
            case JoinDecoder.TEMPLATE_ID -> onJoin();
            case JoinAcceptedDecoder.TEMPLATE_ID -> onJoinAccepted();
            case JoinRefusedDecoder.TEMPLATE_ID -> onJoinRefused();
            case DivergenceDecoder.TEMPLATE_ID -> onDivergence();
            case SnapshotReportDecoder.TEMPLATE_ID -> onSnapshotReport();
            case PassedPacketDecoder.TEMPLATE_ID -> onPassedPacket();
            case PassedAllDecoder.TEMPLATE_ID -> onPassedAll();
            default -> invalidCount++;
        }
    }

    private void onAcknowledgement() {
        acknowledgement.wrapAndApplyHeader(message, 0, header);
        if (listener.onAcknowledgement(
                acknowledgement.view(), acknowledgement.incarnation(), (int) acknowledgement.epoch())) {
            int worker = 0;
            for (final AcknowledgementDecoder.WorkersDecoder position : acknowledgement.workers()) {
                listener.onStored(worker++, position.stored());
            }
        }
    }

    private void onHeartbeat() {
        heartbeat.wrapAndApplyHeader(message, 0, header);
        final HeartbeatHeader sender = new HeartbeatHeader(
                heartbeat.view(),
                heartbeat.incarnation(),
                (int) heartbeat.epoch(),
                heartbeat.role(),
                heartbeat.sentNs(),
                heartbeat.echoedNs());
        final HeartbeatDecoder.WorkersDecoder workers = heartbeat.workers();
        final WorkerPositions[] positions = new WorkerPositions[workers.count()];
        for (int i = 0; i < positions.length; i++) {
            workers.next();
            positions[i] = new WorkerPositions(workers.logged(), workers.released(), workers.replayed());
        }
        decoded = true;
        listener.onHeartbeat(sender, positions);
    }

    private void onJoin() {
        join.wrapAndApplyHeader(message, 0, header);
        final long incarnation = join.incarnation();
        final long fingerprint = join.graphFingerprint();
        final int version = join.protocolVersion();
        final int workers = join.workers();
        final int captureBytes = (int) join.captureBytes();
        checkText(join.nodeLength());
        final String node = join.node();
        checkText(join.portsLength());
        final String ports = join.ports();
        decoded = true;
        listener.onJoin(new JoinRequest(node, incarnation, version, fingerprint, workers, captureBytes, ports));
    }

    private void onJoinAccepted() {
        joinAccepted.wrapAndApplyHeader(message, 0, header);
        final JoinAnswer answer = new JoinAnswer(
                joinAccepted.view(),
                joinAccepted.masterIncarnation(),
                joinAccepted.replicaIncarnation(),
                joinAccepted.randomSeed(),
                (int) joinAccepted.epoch());
        decoded = true;
        listener.onJoinAccepted(answer);
    }

    private void onJoinRefused() {
        joinRefused.wrapAndApplyHeader(message, 0, header);
        final long replicaIncarnation = joinRefused.replicaIncarnation();
        checkText(joinRefused.reasonLength());
        final boolean permanent = joinRefused.permanent() == 1;
        final String reason = joinRefused.reason();
        decoded = true;
        listener.onJoinRefused(replicaIncarnation, permanent, reason);
    }

    private void onSnapshotReport() {
        snapshotReport.wrapAndApplyHeader(message, 0, header);
        final long view = snapshotReport.view();
        final long incarnation = snapshotReport.incarnation();
        final int epoch = (int) snapshotReport.epoch();
        checkText(snapshotReport.faultLength());
        final String fault = snapshotReport.fault();
        decoded = true;
        listener.onSnapshotReport(view, incarnation, epoch, fault);
    }

    private void onPassedPacket() {
        passedPacket.wrapAndApplyHeader(message, 0, header);
        final long view = passedPacket.view();
        final long incarnation = passedPacket.incarnation();
        final int worker = passedPacket.worker();
        final int port = passedPacket.port();
        final int lengthBytes = passedPacket.frameLength();
        final int offset = passedPacket.limit() + PassedPacketDecoder.frameHeaderLength();
        if (lengthBytes < 1 || lengthBytes > ControlWriter.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("frame of " + lengthBytes + " bytes");
        }
        final byte[] frame = new byte[lengthBytes];
        message.getBytes(offset, frame);
        decoded = true;
        listener.onPassedPacket(view, incarnation, worker, port, frame);
    }

    private void onPassedAll() {
        passedAll.wrapAndApplyHeader(message, 0, header);
        final long view = passedAll.view();
        final long incarnation = passedAll.incarnation();
        decoded = true;
        listener.onPassedAll(view, incarnation);
    }

    /** A length field is not to be believed before room is made for so many bytes. */
    private static void checkText(final int lengthBytes) {
        if (lengthBytes < 0 || lengthBytes > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("text of " + lengthBytes + " bytes");
        }
    }

    private void onDivergence() {
        divergence.wrapAndApplyHeader(message, 0, header);
        final long view = divergence.view();
        final long incarnation = divergence.incarnation();
        final int epoch = (int) divergence.epoch();
        final int worker = divergence.worker();
        final long burst = divergence.burst();
        checkText(divergence.whatLength());
        final String what = divergence.what();
        decoded = true;
        listener.onDivergence(new DivergenceReport(view, incarnation, epoch, worker, burst, what));
    }
}
