package io.holdfast.recovery.worm;

import java.util.ArrayList;
import java.util.List;

/** Writes neighbouring registers if they are free, and learns what they hold in any case: captures until it is known. */
final class WriteOnceOperation extends Operation {
    private final RegisterRange range;
    private final List<RegisterValue> wanted;
    private final CaptureOperation capture;
    private WriteOperation write;

    WriteOnceOperation(
            final OperationContext context,
            final long request,
            final RegisterRange range,
            final List<RegisterValue> wanted) {
        super(context, request);
        this.range = range;
        this.wanted = wanted;
        capture = new CaptureOperation(context, request, range);
    }

    private WriteOnceOperation(final OperationContext context, final WriteOnceOperation other) {
        super(context, other);
        range = other.range;
        wanted = other.wanted;
        capture = other.capture.copy(context);
        write = other.write == null ? null : other.write.copy(context);
    }

    @Override
    void start(final long nowNs, final WormNetwork out) {
        capture.start(nowNs, out);
        timerNs = capture.timerNs;
    }

    @Override
    void onMessage(final int from, final WormMessage message, final long nowNs, final WormNetwork out) {
        if (write != null) {
            write.onMessage(from, message, nowNs, out);
            afterWrite(nowNs);
        } else {
            capture.onMessage(from, message, nowNs, out);
            afterCapture(nowNs, out);
        }
    }

    @Override
    void onTimer(final long nowNs, final WormNetwork out) {
        if (write != null) {
            write.onTimer(nowNs, out);
            afterWrite(nowNs);
        } else {
            capture.onTimer(nowNs, out);
            afterCapture(nowNs, out);
        }
    }

    private void afterCapture(final long nowNs, final WormNetwork out) {
        timerNs = capture.timerNs;
        if (capture.status != Status.DONE) {
            status = capture.status;
            return;
        }
        final List<Slot> free = new ArrayList<>();
        for (int offset = range.first(); offset < range.end(); offset++) {
            if (capture.found(offset) == null) {
                free.add(new Slot(offset, wanted.get(offset - range.first())));
            }
        }
        if (free.isEmpty()) {
            status = Status.DONE;
            return;
        }
        write = new WriteOperation(context, request, range.segment(), capture.ballot(), List.copyOf(free));
        write.start(nowNs, out);
        timerNs = write.timerNs;
    }

    private void afterWrite(final long nowNs) {
        timerNs = write.timerNs;
        if (write.status == Status.STALE) {
            final Ballot above = write.highest();
            write = null;
            capture.restartLater(above, nowNs);
            timerNs = capture.timerNs;
        } else {
            status = write.status;
        }
    }

    RegisterRange range() {
        return range;
    }

    /** What the register holds, when all is done. */
    RegisterValue value(final int offset) {
        final RegisterValue found = capture.found(offset);
        return found != null ? found : wanted.get(offset - range.first());
    }

    @Override
    WriteOnceOperation copy(final OperationContext other) {
        return new WriteOnceOperation(other, this);
    }

    @Override
    String state() {
        if (isOpen()) {
            return "O" + capture.state() + (write == null ? "" : write.state());
        }
        final StringBuilder values = new StringBuilder("O").append(status);
        for (int offset = range.first(); status == Status.DONE && offset < range.end(); offset++) {
            values.append(offset).append('=').append(value(offset));
        }
        return values.toString();
    }
}
