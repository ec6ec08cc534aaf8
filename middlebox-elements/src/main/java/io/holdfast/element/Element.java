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
    /** Phase in which most elements are configured. */
    public static final int DEFAULT_PHASE = 100;

    private String name;
    private String landmark;
    private int inputCount;
    private Output[] outputs = new Output[0];
    private Input[] inputs = new Input[0];
    private boolean[] pullOutputs = new boolean[0];
    private PullThrough pullThrough;

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
     * Takes what a port received, of which it has asked for ({@link ElementContext#receiveFrom}). The batch is empty when
     * this returns.
     */
    public void receive(final PacketBatch batch) {
        push(0, batch);
    }

    /**
     * Gives packets to whoever pulls from an output: fewer than wanted, or none, if there are not as many.
     *
     * <p>An agnostic element need not override this: it pulls from its input, pushes what it gets through itself, and
     * gives on what its {@link #push} sends to the output.
     *
     * @param output number of the output
     * @param batch to whose end packets are added; it has room for them
     * @param maxPackets wanted at most, 1 or more
     */
    public void pull(final int output, final PacketBatch batch, final int maxPackets) {
        pullThrough.pull(output, batch, maxPackets);
    }

    /**
     * How many packets the graph pulls for this element at a time, as a task, and pushes to its input 0: of an element
     * whose input 0 is pulled and that has no output that is pulled from. 0 if the element sees to it itself.
     */
    public int pullBurstPackets() {
        return PacketBatch.BURST_PACKETS;
    }

    /** What tells pullers of an output whether there may be packets; null if they must ask further upstream. */
    public Notifier emptyNotifier(final int output) {
        return null;
    }

    /** What tells pushers to an input whether there may be room; null if they must ask further downstream. */
    public Notifier fullNotifier(final int input) {
        return null;
    }

    /** When this element is configured: those of lower phases first. Elements that name things have phase 0. */
    public int configurePhase() {
        return DEFAULT_PHASE;
    }

    /**
     * How many leading bytes of a received frame this element may read or change, counted from the frame's start; 0
     * if it touches none, {@link Integer#MAX_VALUE} if any.
     */
    public int headerDepthBytes() {
        return 0;
    }

    /**
     * Whether this element, and whoever gets its packets because of it, needs no byte behind the TCP or UDP header of an
     * IPv4 packet whose frame is received untagged, however deep it reads at most: the log then keeps such packets' headers
     * only. An element that moves the packet's front elsewhere than behind the Ethernet header does not say so.
     */
    public boolean staysInHeaders() {
        return false;
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

    /** Whether an input is pulled, not pushed to. Valid from {@link #configure} on. */
    protected final boolean isPullInput(final int number) {
        return inputs[number] != null;
    }

    /** Whether an output is pulled from. Valid from {@link #configure} on. */
    protected final boolean isPullOutput(final int number) {
        return pullOutputs[number];
    }

    /** Input of a number, which is pulled. Valid from {@link #initialize} on. */
    protected final Input input(final int number) {
        return inputs[number];
    }

    /** Called by the graph's builder, before {@link #configure}. */
    final void identify(final String newName, final String newLandmark) {
        name = newName;
        landmark = newLandmark;
    }

    /** Called by the graph's builder, before {@link #configure}; the ends' targets may be made later. */
    final void connect(final Input[] newInputs, final Output[] newOutputs, final boolean[] newPullOutputs) {
        inputCount = newInputs.length;
        inputs = newInputs;
        outputs = newOutputs;
        pullOutputs = newPullOutputs;
        pullThrough = new PullThrough(this, inputs, outputs, pullOutputs);
    }
}
