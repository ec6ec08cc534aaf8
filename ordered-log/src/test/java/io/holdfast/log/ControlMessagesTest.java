package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.log.sbe.Role;
import io.holdfast.packet.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

class ControlMessagesTest {
    /** Its positions are reported one by one: those before the cut are valid in themselves. */
    private static final int ACKNOWLEDGEMENT = 4;

    private final List<String> heard = new ArrayList<>();
    private final ControlReader reader = new ControlReader(null, new Listener());
    private boolean listenerFails;
    private final List<byte[]> sent = new ArrayList<>();
    private final ControlWriter writer = new ControlWriter(new Recorder());

    @Example
    void shouldHearWhatIsSaid() {
        final JoinRequest request = new JoinRequest("b", 3, 1, 0xfeed, 2, 94, "lan,wan");
        final JoinAnswer answer = new JoinAnswer(2, 11, 3, -1, 1);
        final HeartbeatHeader heartbeat = new HeartbeatHeader(2, 11, 1, Role.MASTER, 1234);
        writer.join(request);
        writer.acceptJoin(answer);
        writer.refuseJoin(3, true, "another graph");
        writer.heartbeat(heartbeat, new WorkerPositions[] {new WorkerPositions(9, 8, 7)});
        writer.acknowledge(2, 3, 1, new long[] {9, 4});
        writer.reportDivergence(new DivergenceReport(2, 3, 1, 0, 9, "rw.flows[3]"));
        writer.reportSnapshot(2, 3, 1, "lost a chunk");
        deliver();
        assertEquals(
                List.of(
                        request.toString(),
                        answer.toString(),
                        "refused 3 true: another graph",
                        heartbeat + " " + new WorkerPositions(9, 8, 7),
                        "ack 2 3 1",
                        "stored 0 9",
                        "stored 1 4",
                        "diverged " + new DivergenceReport(2, 3, 1, 0, 9, "rw.flows[3]"),
                        "snapshot 2 3 1: lost a chunk"),
                heard);
        assertEquals(0, reader.invalidCount());
    }

    @Property
    void shouldCountGarbageAndGoOn(@ForAll @Size(max = 200) final byte[] garbage) {
        final long before = reader.invalidCount();
        reader.onMessage(new UnsafeBuffer(garbage), 0, garbage.length);
        assertEquals(before + 1, reader.invalidCount());
    }

    @Property
    void shouldNeverFailOnAMessageWithWrongBytes(
            @ForAll @IntRange(min = 0, max = 8) final int which,
            @ForAll @IntRange(min = 0, max = 300) final int where,
            @ForAll final int wrong) {
        say();
        final UnsafeBuffer message = new UnsafeBuffer(sent.get(which));
        message.putInt(where % (message.capacity() - 3), wrong);
        try {
            reader.onMessage(message, 0, message.capacity());
        } catch (final RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("garbage must be counted", e);
        } finally {
            sent.clear();
        }
    }

    /** What a listener does wrong is not the message's fault. */
    @Example
    void shouldNotCountAFailureOfTheListenerAsGarbage() {
        listenerFails = true;
        writer.acceptJoin(new JoinAnswer(2, 11, 3, -1, 1));
        assertThrows(IllegalArgumentException.class, this::deliver);
        assertEquals(0, reader.invalidCount());
    }

    @Property
    void shouldNeverFailOnAMessageCutShort(
            @ForAll @IntRange(min = 0, max = 8) final int which, @ForAll @IntRange(min = 0, max = 300) final int cut) {
        say();
        final byte[] whole = sent.get(which);
        final int length = Math.min(cut, whole.length);
        final long invalidBefore = reader.invalidCount();
        final int heardBefore = heard.size();
        reader.onMessage(new UnsafeBuffer(whole), 0, length);
        final boolean understood = reader.invalidCount() == invalidBefore;
        assertTrue(understood == (length == whole.length), "cut to " + length + " of " + whole.length);
        assertTrue(understood || heard.size() == heardBefore || which == ACKNOWLEDGEMENT, "heard a part");
        sent.clear();
    }

    /** One message of each kind. */
    private void say() {
        writer.join(new JoinRequest("b", 3, 1, 0xfeed, 2, 94, "lan,wan"));
        writer.acceptJoin(new JoinAnswer(2, 11, 3, -1, 1));
        writer.refuseJoin(3, true, "another graph");
        writer.heartbeat(
                new HeartbeatHeader(2, 11, 1, Role.MASTER, 1234), new WorkerPositions[] {new WorkerPositions(9, 8, 7)});
        writer.acknowledge(2, 3, 1, new long[] {9, 4});
        writer.reportDivergence(new DivergenceReport(2, 3, 1, 0, 9, "rw.flows[3]"));
        writer.reportSnapshot(2, 3, 1, "lost a chunk");
        pass(100);
        writer.passedAll(2, 11);
    }

    /** A frame of bytes that count. */
    private void pass(final int lengthBytes) {
        final long address = NativeMemory.allocate(lengthBytes);
        for (int i = 0; i < lengthBytes; i++) {
            NativeMemory.putByte(address + i, (byte) i);
        }
        writer.passPacket(2, 11, 1, 3, address, lengthBytes);
        NativeMemory.release(address);
    }

    @Example
    void shouldPassPacketsOfEveryLength() {
        pass(1);
        pass(ControlWriter.MAX_FRAME_BYTES);
        writer.passedAll(2, 11);
        deliver();
        assertEquals(
                List.of(
                        "passed 2 11 1 3: 1 bytes, the last 0",
                        "passed 2 11 1 3: " + ControlWriter.MAX_FRAME_BYTES + " bytes, the last "
                                + (byte) (ControlWriter.MAX_FRAME_BYTES - 1),
                        "passed all 2 11"),
                heard);
    }

    private void deliver() {
        for (final byte[] message : sent) {
            reader.onMessage(new UnsafeBuffer(message), 0, message.length);
        }
        sent.clear();
    }

    /** Keeps what is written. */
    private final class Recorder extends DiscardingWriter {
        @Override
        public boolean write(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            final byte[] message = new byte[lengthBytes];
            buffer.getBytes(offset, message);
            sent.add(message);
            return true;
        }
    }

    /** Writes down what it hears. */
    private final class Listener implements ControlListener {
        @Override
        public void onHeartbeat(final HeartbeatHeader heartbeat, final WorkerPositions[] positions) {
            heard.add(heartbeat + " " + (positions.length == 0 ? "" : positions[0]));
        }

        @Override
        public boolean onAcknowledgement(final long view, final long incarnation, final int epoch) {
            heard.add("ack " + view + " " + incarnation + " " + epoch);
            return true;
        }

        @Override
        public void onStored(final int worker, final long burst) {
            heard.add("stored " + worker + " " + burst);
        }

        @Override
        public void onJoin(final JoinRequest request) {
            heard.add(request.toString());
        }

        @Override
        public void onJoinAccepted(final JoinAnswer answer) {
            if (listenerFails) {
                throw new IllegalArgumentException("settings that do not fit");
            }
            heard.add(answer.toString());
        }

        @Override
        public void onJoinRefused(final long replicaIncarnation, final boolean permanent, final String reason) {
            heard.add("refused " + replicaIncarnation + " " + permanent + ": " + reason);
        }

        @Override
        public void onSnapshotReport(final long view, final long incarnation, final int epoch, final String fault) {
            heard.add("snapshot " + view + " " + incarnation + " " + epoch + ": " + fault);
        }

        @Override
        public void onPassedPacket(
                final long view, final long incarnation, final int worker, final int port, final byte[] frame) {
            heard.add("passed " + view + " " + incarnation + " " + worker + " " + port + ": " + frame.length
                    + " bytes, the last " + frame[frame.length - 1]);
        }

        @Override
        public void onPassedAll(final long view, final long incarnation) {
            heard.add("passed all " + view + " " + incarnation);
        }

        @Override
        public void onDivergence(final DivergenceReport report) {
            heard.add("diverged " + report);
        }
    }
}
