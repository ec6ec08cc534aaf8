package io.holdfast.element.source;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Notifier;
import io.holdfast.element.Parameter;
import io.holdfast.element.Task;
import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.PacketBatch;

/** Makes packets of random bytes whenever it is its turn, or whenever somebody pulls. */
final class RandomSource extends SourceElement {
    static final Parameter<Integer> LENGTH = Parameter.mandatory(
            "LENGTH", ArgumentTypes.integer(0, SourceParameters.MAX_LENGTH), "bytes", "length of each packet");

    private final PacketBatch batch = new PacketBatch();
    private int lengthBytes;
    private int burstPackets;
    private ElementContext context;
    private PacketMaker maker;
    private Task task;
    private Notifier signal;

    @Override
    public void configure(final Arguments arguments) {
        lengthBytes = arguments.get(LENGTH);
        configureCommon(arguments);
        final int limit = arguments.get(SourceParameters.LIMIT);
        burstPackets = Math.min(batch.capacity(), arguments.get(SourceParameters.BURST));
        configureLimit(limit, arguments.get(SourceParameters.ACTIVE));
        arguments.finish();
    }

    @Override
    void initializeSource(final ElementContext newContext) {
        context = newContext;
        maker = new PacketMaker(context, "\0".repeat(lengthBytes), -1);
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
        final int made = make(batch, burstPackets);
        output(0).push(batch);
        counted(made);
        if (mayMake()) {
            task.schedule();
        }
    }

    @Override
    public void pull(final int output, final PacketBatch wanted, final int maxPackets) {
        if (mayMake()) {
            counted(make(wanted, maxPackets));
        }
    }

    private int make(final PacketBatch target, final int maxPackets) {
        final int first = target.size();
        final int made = maker.add(target, (int) Math.min(maxPackets, left()));
        for (int i = first; i < first + made; i++) {
            fill(target.get(i).address());
        }
        return made;
    }

    private void fill(final long address) {
        long random = 0;
        for (int i = 0; i < lengthBytes; i++, random >>>= Byte.SIZE) {
            if (i % Long.BYTES == 0) {
                random = context.nextRandom();
            }
            NativeMemory.putByte(address + i, (byte) random);
        }
    }
}
