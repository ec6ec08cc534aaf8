package io.holdfast.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.packet.PacketBatch;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LogReaderTest {
    private static final int WORKER = 0;

    private final List<Long> stored = new ArrayList<>();
    private boolean hasRoom = true;
    private final LogReader reader = new LogReader(new NothingToRead(), WORKER, new LogReader.Sink() {
        @Override
        public boolean hasRoom() {
            return hasRoom;
        }

        @Override
        public void onRecord(final RecordView record, final DirectBuffer buffer, final int offset, final int length) {
            stored.add(record.burst());
        }
    });

    LogReaderTest() {
        reader.follow(5, 77, 3);
    }

    @Test
    void shouldStoreRecordsInSequence() {
        final RecordBuffer record = new RecordBuffer(96);
        record.identify(5, 77, 3, WORKER);
        send(record, 1);
        send(record, 2);
        assertEquals(List.of(1L, 2L), stored);
        assertEquals(2, reader.storedBurst());
    }

    @Test
    void shouldFollowRecordsOverBurstsThatLeftNone() {
        final RecordBuffer record = new RecordBuffer(96);
        record.identify(5, 77, 3, WORKER);
        send(record, 3);
        send(record, 8);
        assertEquals(List.of(3L, 8L), stored);
        assertEquals(8, reader.storedBurst());
    }

    @Test
    void shouldNotTakeARecordBehindOneThatIsMissing() {
        final RecordBuffer record = new RecordBuffer(96);
        record.identify(5, 77, 3, WORKER);
        send(record, 1);
        record.begin(2, 0, RecordBuffer.NO_PORT, new PacketBatch());
        record.end(0, 0);
        send(record, 3);
        assertEquals(List.of(1L), stored);
        assertEquals(1, reader.strayCount());
    }

    @Test
    void shouldIgnoreAndCountRecordsOfAnotherViewMasterEpochOrWorker() {
        send(4, 77, 3, WORKER, 1);
        send(5, 78, 3, WORKER, 1);
        send(5, 77, 2, WORKER, 1);
        send(5, 77, 3, WORKER + 1, 1);
        assertEquals(List.of(), stored);
        assertEquals(4, reader.strayCount());
    }

    @Test
    void shouldStoreARecordOnce() {
        send(5, 77, 3, WORKER, 1);
        send(5, 77, 3, WORKER, 1);
        assertEquals(List.of(1L), stored);
        assertEquals(1, reader.strayCount());
    }

    @Test
    void shouldCountGarbage() {
        reader.onMessage(new UnsafeBuffer(new byte[100]), 0, 100);
        reader.onMessage(new UnsafeBuffer(new byte[0]), 0, 0);
        assertEquals(2, reader.invalidCount());
        assertEquals(List.of(), stored);
    }

    private void send(final long view, final long incarnation, final int epoch, final int worker, final long burst) {
        final RecordBuffer record = new RecordBuffer(96);
        record.identify(view, incarnation, epoch, worker);
        send(record, burst);
    }

    private void send(final RecordBuffer record, final long burst) {
        record.begin(burst, 0, RecordBuffer.NO_PORT, new PacketBatch());
        record.end(0, 0);
        reader.onMessage(record.buffer(), 0, record.lengthBytes());
    }

    /** A stream on which nothing comes. */
    private static final class NothingToRead implements MessageReader {
        @Override
        public int poll(final MessageHandler handler, final int limit) {
            return 0;
        }

        @Override
        public void close() {}
    }
}
