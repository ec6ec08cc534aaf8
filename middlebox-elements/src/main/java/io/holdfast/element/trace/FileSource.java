package io.holdfast.element.trace;

import io.holdfast.element.ActiveNotifier;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Notifier;
import io.holdfast.element.Parameter;
import io.holdfast.element.Task;
import io.holdfast.packet.PacketBatch;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A source that reads a file, pushing or pulled: when it runs, when it waits, when it is over.
 *
 * <p>Where it stands in the file is the worker's state; the file itself is not: on every node of a group there must be the
 * same one.
 */
abstract class FileSource extends Element {
    static final Parameter<Boolean> STOP =
            Parameter.keyword("STOP", ArgumentTypes.BOOL, "false", "", "whether the driver stops at the end");
    static final Parameter<Boolean> ACTIVE =
            Parameter.keyword("ACTIVE", ArgumentTypes.BOOL, "true", "", "whether packets are read");

    /** Numbers of the state; a subclass's own begin with {@link #NUMBERS}. */
    static final int POSITION = 0;

    static final int COUNT = 1;
    static final int IS_OVER = 3;
    static final int NUMBERS = 4;
    private static final int IS_ACTIVE = 2;

    private final PacketBatch batch = new PacketBatch();
    private final ActiveNotifier notifier = new ActiveNotifier(this::goesOn);
    private String filename = "";
    private boolean stops;
    private boolean startsActive;
    private ElementContext context;
    private LocalLongs state;
    private Task task;
    private Notifier signal;

    /** Takes the arguments of every file source. */
    final void configureSource(final Arguments arguments, final Parameter<String> name) {
        filename = arguments.get(name);
        stops = arguments.get(STOP);
        startsActive = arguments.get(ACTIVE);
    }

    @Override
    public final void initialize(final ElementContext newContext) {
        context = newContext;
        state = new LocalLongs(context, "place", numbers());
        state.set(IS_ACTIVE, startsActive ? 1 : 0);
        try {
            open(Path.of(filename));
        } catch (final IOException e) {
            context.error(e.getMessage());
            return;
        }
        if (!isPullOutput(0)) {
            task = context.task(this::run);
            signal = context.fullSignal(0, task);
            task.schedule();
        }
    }

    /** How many numbers its state has. */
    abstract int numbers();

    /** Opens the file, and asks the context for whatever else is needed. */
    abstract void open(Path path) throws IOException;

    /** Adds packets to a batch until it has so many, or none is due, or the file is at its {@link #end()}. */
    abstract void fill(PacketBatch wanted, int maxPackets);

    /** Whether a timer will call {@link #resume()}. */
    boolean isWaiting() {
        return false;
    }

    /** Sends on what belongs to other outputs. */
    void flushOthers() {}

    final ElementContext context() {
        return context;
    }

    final LocalLongs state() {
        return state;
    }

    final String filename() {
        return filename;
    }

    private boolean mayRead() {
        return state.get(IS_ACTIVE) != 0 && state.get(IS_OVER) == 0;
    }

    private boolean goesOn() {
        return mayRead() && !isWaiting();
    }

    private void run() {
        if (!mayRead() || !signal.isActive()) {
            return;
        }
        fill(batch, batch.capacity());
        if (!batch.isEmpty()) {
            output(0).push(batch);
        }
        flushOthers();
        if (goesOn()) {
            task.schedule();
        }
    }

    @Override
    public final void pull(final int output, final PacketBatch wanted, final int maxPackets) {
        if (mayRead()) {
            fill(wanted, maxPackets);
            flushOthers();
        }
    }

    /** Whoever waits for packets may ask again. */
    final void resume() {
        if (task != null) {
            task.schedule();
        }
        notifier.wake();
    }

    /** Nothing comes any more. */
    final void end() {
        state.set(IS_OVER, 1);
        atEnd();
        if (stops) {
            context.requestStop();
        }
    }

    /** Does what is to be done once, at the end of the file. */
    void atEnd() {}

    @Override
    public final Notifier emptyNotifier(final int output) {
        return notifier;
    }

    /** No input, no packets. */
    @Override
    public final void push(final int input, final PacketBatch packets) {
        throw new IllegalStateException("a source has no input");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets read", () -> Long.toString(state.get(COUNT)));
        handlers.read("filename", "the file", () -> filename);
        handlers.read("filepos", "bytes read", () -> Long.toString(state.get(POSITION)));
        handlers.read("active", "whether packets are read", () -> state.get(IS_ACTIVE) == 0 ? "false" : "true");
        handlers.write("active", "says whether packets are read", text -> {
            state.set(IS_ACTIVE, HandlerValues.bool(text) ? 1 : 0);
            resume();
        });
        handlers.write("stop", "ends reading, and stops the driver", ignored -> {
            state.set(IS_ACTIVE, 0);
            context.requestStop();
        });
    }
}
