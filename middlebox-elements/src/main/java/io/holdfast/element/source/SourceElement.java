package io.holdfast.element.source;

import io.holdfast.element.ActiveNotifier;
import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.HandlerValues;
import io.holdfast.element.Handlers;
import io.holdfast.element.LocalLongs;
import io.holdfast.element.Notifier;
import io.holdfast.packet.PacketBatch;

/** Makes packets, up to a limit, as long as it is active. */
abstract class SourceElement extends Element {
    private static final int COUNT = 0;
    private static final int LIMIT = 1;
    private static final int IS_ACTIVE = 2;
    private static final int NUMBERS = 3;

    private final ActiveNotifier notifier = new ActiveNotifier(this::mayMake);
    private ElementContext context;
    private LocalLongs state;
    private String data;
    private int lengthBytes;
    private int limit;
    private boolean startsActive;
    private boolean stops;
    private String endCall = "";

    /** Takes what all sources have in common; what is not an argument of a source has a default. */
    final void configureCommon(final Arguments arguments) {
        final Arguments keywords = arguments.keywords();
        lengthBytes = Math.max(keywords.get(SourceParameters.LENGTH), keywords.get(SourceParameters.DATASIZE));
        stops = keywords.get(SourceParameters.STOP);
        endCall = keywords.get(SourceParameters.END_CALL);
    }

    final void configureData(final String newData) {
        data = newData.isEmpty() ? null : newData;
    }

    final void configureLimit(final int newLimit, final boolean newActive) {
        limit = newLimit;
        startsActive = newActive;
    }

    @Override
    public final void initialize(final ElementContext newContext) {
        context = newContext;
        state = new LocalLongs(context, "source", NUMBERS);
        state.set(LIMIT, limit);
        state.set(IS_ACTIVE, startsActive ? 1 : 0);
        initializeSource(context);
    }

    /** Makes the source's own state, and begins. */
    abstract void initializeSource(ElementContext ownContext);

    /** Goes on after a pause: the source has become active, or may make more. */
    abstract void resume();

    final String data() {
        return data;
    }

    final int lengthBytes() {
        return lengthBytes;
    }

    final long nowNs() {
        return context.timeNs();
    }

    /** Whether it is active and has not reached its limit. */
    final boolean mayMake() {
        return state.get(IS_ACTIVE) != 0 && left() > 0;
    }

    /** Packets until the limit is reached. */
    final long left() {
        final long ownLimit = state.get(LIMIT);
        return ownLimit < 0 ? Long.MAX_VALUE : Math.max(0, ownLimit - state.get(COUNT));
    }

    /** Counts packets that were made; at the limit, does what is to be done then. */
    final void counted(final int packets) {
        if (packets == 0) {
            return;
        }
        state.add(COUNT, packets);
        if (left() == 0) {
            end();
        }
    }

    private void end() {
        if (stops) {
            context.requestStop();
        }
        if (!endCall.isEmpty()) {
            final String[] words = endCall.strip().split("\\s+", 2);
            try {
                context.writeHandler(words[0], words.length < 2 ? "" : words[1]);
            } catch (final IllegalArgumentException e) {
                context.chatter(name() + ": END_CALL: " + e.getMessage());
            }
        }
    }

    @Override
    public final Notifier emptyNotifier(final int output) {
        return notifier;
    }

    /** No input, no packets. */
    @Override
    public final void push(final int input, final PacketBatch batch) {
        throw new IllegalStateException("a source has no input");
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("count", "packets made", () -> Long.toString(state.get(COUNT)));
        handlers.read("limit", "packets made in all; -1: no limit", () -> Long.toString(state.get(LIMIT)));
        handlers.write("limit", "changes the limit", text -> {
            state.set(LIMIT, HandlerValues.value(text, ArgumentTypes.integer(-1, Integer.MAX_VALUE)));
            goOn();
        });
        handlers.read("active", "whether packets are made", () -> state.get(IS_ACTIVE) == 0 ? "false" : "true");
        handlers.write("active", "says whether packets are made", text -> {
            state.set(IS_ACTIVE, HandlerValues.bool(text) ? 1 : 0);
            goOn();
        });
        handlers.write("reset", "begins counting anew", ignored -> {
            state.set(COUNT, 0);
            goOn();
        });
    }

    private void goOn() {
        if (mayMake()) {
            resume();
            notifier.wake();
        }
    }
}
