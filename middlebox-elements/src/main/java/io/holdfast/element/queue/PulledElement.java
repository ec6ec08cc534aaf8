package io.holdfast.element.queue;

import io.holdfast.element.ActiveNotifier;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Notifier;
import io.holdfast.element.Task;
import io.holdfast.element.Timer;
import io.holdfast.packet.PacketBatch;

/**
 * Stands between queues and who pulls from them, and decides when there is something to pull.
 *
 * <p>It listens to the notifiers above, and is one for those below.
 */
abstract class PulledElement extends Element {
    private final ActiveNotifier notifier = new ActiveNotifier(this::isWorthPulling);
    private Notifier[] signals = new Notifier[0];
    private ElementContext context;
    private Timer timer;

    @Override
    public final void initialize(final ElementContext newContext) {
        context = newContext;
        final Task relay = context.task(notifier::wake);
        timer = context.timer(notifier::wake);
        signals = new Notifier[inputCount()];
        for (int i = 0; i < signals.length; i++) {
            signals[i] = context.emptySignal(i, relay);
        }
        initializeState(context);
    }

    /** Makes the element's own state. */
    abstract void initializeState(ElementContext ownContext);

    /** Whether there is something to pull now. */
    boolean isWorthPulling() {
        return mayHavePackets() && timer.deadlineNs() == Timer.NOT_SET;
    }

    /** Whether there may be packets above. */
    final boolean mayHavePackets() {
        for (final Notifier signal : signals) {
            if (signal.isActive()) {
                return true;
            }
        }
        return false;
    }

    final boolean mayHavePackets(final int input) {
        return signals[input].isActive();
    }

    final long nowNs() {
        return context.timeNs();
    }

    /** Until then, nothing is worth pulling. */
    final void sleepUntil(final long deadlineNs) {
        timer.schedule(deadlineNs);
    }

    /** Tells those below that it is worth pulling. */
    final void wake() {
        timer.clear();
        notifier.wake();
    }

    @Override
    public final Notifier emptyNotifier(final int output) {
        return notifier;
    }

    /** Packets come by pulling only. */
    @Override
    public final void push(final int input, final PacketBatch packets) {
        throw new IllegalStateException("input " + input + " is pulled");
    }
}
