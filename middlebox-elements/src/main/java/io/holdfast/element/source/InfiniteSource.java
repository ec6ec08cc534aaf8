package io.holdfast.element.source;

import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Notifier;
import io.holdfast.element.Task;
import io.holdfast.packet.PacketBatch;

/** Makes packets whenever it is its turn, or whenever somebody pulls. */
final class InfiniteSource extends SourceElement {
    private final PacketBatch batch = new PacketBatch();
    private int burstPackets;
    private PacketMaker maker;
    private Task task;
    private Notifier signal;

    @Override
    public void configure(final Arguments arguments) {
        configureCommon(arguments);
        configureData(arguments.get(SourceParameters.DATA));
        final int limit = arguments.get(SourceParameters.LIMIT);
        burstPackets = Math.min(batch.capacity(), arguments.get(SourceParameters.BURST));
        configureLimit(limit, arguments.get(SourceParameters.ACTIVE));
        arguments.finish();
    }

    @Override
    void initializeSource(final ElementContext context) {
        maker = new PacketMaker(context, data(), lengthBytes());
        if (!isPullOutput(0)) {
            task = context.task(this::run);
            signal = context.fullSignal(0, task);
            task.schedule();
        }
    }

    @Override
    void resume() {
        if (task != null) {
            task.schedule();
        }
    }

    private void run() {
        if (!mayMake() || !signal.isActive()) {
            return;
        }
        final int made = maker.add(batch, (int) Math.min(burstPackets, left()));
        output(0).push(batch);
        counted(made);
        if (mayMake()) {
            task.schedule();
        }
    }

    @Override
    public void pull(final int output, final PacketBatch wanted, final int maxPackets) {
        if (mayMake()) {
            counted(maker.add(wanted, (int) Math.min(maxPackets, left())));
        }
    }
}
