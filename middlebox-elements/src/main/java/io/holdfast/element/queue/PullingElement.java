package io.holdfast.element.queue;

import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Notifier;
import io.holdfast.element.Task;
import io.holdfast.element.Timer;
import io.holdfast.packet.PacketBatch;

/**
 * Pulls from input 0 as a task, when it may, and pushes to output 0.
 *
 * <p>Once there is nothing to pull, the task sleeps until a notifier wakes it; when packets may not go yet, until then.
 */
abstract class PullingElement extends Element {
    private ElementContext context;
    private Task task;
    private Timer timer;
    private Notifier signal;

    @Override
    public final void initialize(final ElementContext newContext) {
        context = newContext;
        task = context.task(this::run);
        timer = context.timer(task::schedule);
        signal = context.emptySignal(0, task);
        initializeState(context);
        task.schedule();
    }

    /** Makes the element's own state. */
    abstract void initializeState(ElementContext ownContext);

    /** One run of the task; ends with {@link #runAgainAt} or {@link #runAgainIfWorthwhile}, or sleeps for good. */
    abstract void run();

    final long nowNs() {
        return context.timeNs();
    }

    final void runAgainAt(final long deadlineNs) {
        timer.schedule(deadlineNs);
    }

    final void runAgain() {
        task.schedule();
    }

    /** Runs again if there may be more to pull. */
    final void runAgainIfWorthwhile(final boolean foundAll) {
        if (foundAll || signal.isActive()) {
            task.schedule();
        }
    }

    final boolean mayHavePackets() {
        return signal.isActive();
    }

    /** Packets come by pulling only. */
    @Override
    public final void push(final int input, final PacketBatch packets) {
        throw new IllegalStateException("input " + input + " is pulled");
    }

    @Override
    public final int pullBurstPackets() {
        return 0;
    }
}
