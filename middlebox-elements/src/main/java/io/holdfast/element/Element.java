package io.holdfast.element;

import io.holdfast.packet.PacketBatch;

/**
 * A node of the graph: takes batches of packets at its inputs and gives them on at its outputs.
 *
 * <p><b>Life.</b> {@link #configure} (arguments are checked, every fault is reported, nothing is opened),
 * {@link #initialize} (state containers, timers and batches are made), any number of pushes, {@link #close}. Every
 * worker has its own instance; what workers share lies in the containers of {@link StateStore}.
 *
 * <p><b>Determinism.</b> What an element does is a function of the packets' known bytes, its own state, and what its
 * {@link ElementContext} gives it: time, randomness and timers come from there, shared state from containers. The log
 * replays the same calls in the same order; anything else would make the replica differ from the master.
 *
 * <p><b>Packets.</b> A pushed batch is the element's: each packet is pushed on, held, or freed. A malformed packet is
 * counted and freed, never thrown about.
 *
 * <p>All methods are called by one thread, the worker's.
 */
public abstract class Element {
    private String name;
    private String landmark;
    private int inputCount;
    private Output[] outputs = new Output[0];

    /** Name in the graph. */
    public final String name() {
        return name;
    }

    /** Where it was declared: {@code file:line}. */
    public final String landmark() {
        return landmark;
    }

    /** Checks and keeps the arguments; reports every fault to them. */
    public void configure(final Arguments arguments) {
        arguments.finish();
    }

    /** Makes what pushes need: containers, timers, batches. */
    public void initialize(final ElementContext context) {}

    /**
     * Takes a batch at an input. The batch is empty when this returns.
     *
     * @param input number of the input
     * @param batch 1 or more packets, which are the element's now
     */
    public abstract void push(int input, PacketBatch batch);

    /**
     * How many leading bytes of a received frame this element may read or change, counted from the frame's start; 0
     * if it touches none, {@link Integer#MAX_VALUE} if any.
     */
    public int headerDepthBytes() {
        return 0;
    }

    /**
     * Tells the neighbours that this node now answers for the element's addresses (gratuitous ARP). Called when a
     * replica has become master, before it forwards.
     */
    public void announce() {}

    /** Adds the element's read and write handlers. */
    public void addHandlers(final Handlers handlers) {}

    /** Gives back what {@link #initialize} took, packets it still holds included. */
    public void close() {}

    /** Output of a number. Valid from {@link #initialize} on. */
    protected final Output output(final int number) {
        return outputs[number];
    }

    /** Inputs that the graph connects. Valid from {@link #configure} on. */
    protected final int inputCount() {
        return inputCount;
    }

    /** Outputs that the graph connects. Valid from {@link #configure} on. */
    protected final int outputCount() {
        return outputs.length;
    }

    /** Called by the graph's builder, before {@link #configure}. */
    final void identify(final String newName, final String newLandmark) {
        name = newName;
        landmark = newLandmark;
    }

    /** Called by the graph's builder, before {@link #configure}; the outputs' targets may be made later. */
    final void connect(final int newInputCount, final Output[] newOutputs) {
        inputCount = newInputCount;
        outputs = newOutputs;
    }
}
