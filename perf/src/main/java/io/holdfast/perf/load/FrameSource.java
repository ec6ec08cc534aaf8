package io.holdfast.perf.load;

/**
 * The next packet of a plan, and the next: chooses flow, size and direction, writes the frame, sends it.
 *
 * <p>Used by the generator's thread; allocates nothing per frame.
 */
final class FrameSource implements AutoCloseable {
    private final TrafficPlan plan;
    private final AddressPlan addresses;
    private final FlowTable flows;
    private final Meter meter;
    private final LoadPort lan;
    private final LoadPort wan;
    private final FrameWriter[] out;
    private final FrameWriter[] in;
    private final FrameWriter[] fresh;
    private int size;
    private int nextOut;
    private int nextIn;
    private int newShare;
    private boolean isInTurn;
    private long newCount;

    FrameSource(
            final TrafficPlan plan,
            final AddressPlan addresses,
            final FlowTable flows,
            final Meter meter,
            final LoadPort lan,
            final LoadPort wan) {
        this.plan = plan;
        this.addresses = addresses;
        this.flows = flows;
        this.meter = meter;
        this.lan = lan;
        this.wan = wan;
        out = writers(AddressPlan.LAN_MAC, AddressPlan.HOST_MAC, FrameLayout.MAGIC_OUT);
        fresh = writers(AddressPlan.LAN_MAC, AddressPlan.HOST_MAC, FrameLayout.MAGIC_NEW);
        in = writers(AddressPlan.WAN_MAC, AddressPlan.GATEWAY_MAC, FrameLayout.MAGIC_IN);
    }

    private FrameWriter[] writers(final long destination, final long source, final int magic) {
        final int[] lengths = plan.frames().portBytes();
        final FrameWriter[] writers = new FrameWriter[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            writers[i] = new FrameWriter(lengths[i], destination, source, magic);
        }
        return writers;
    }

    /**
     * Sends the next packet.
     *
     * @return false if the link has no room; the same packet comes next
     */
    boolean sendNext(final long stampNs) {
        final boolean isSent;
        if (newShare + plan.newFlowPerMille() >= 1000) {
            isSent = sendNew(stampNs);
        } else {
            isSent = isInTurn() ? sendIn(nextIn, stampNs) : sendOut(nextOut, stampNs);
        }
        if (isSent) {
            advance();
        }
        return isSent;
    }

    private boolean isInTurn() {
        return plan.direction() == Direction.IN || plan.direction() == Direction.BOTH && isInTurn;
    }

    private void advance() {
        newShare += plan.newFlowPerMille();
        if (newShare >= 1000) {
            newShare -= 1000;
        } else {
            if (isInTurn()) {
                nextIn = nextIn + 1 == flows.flows() ? 0 : nextIn + 1;
            } else {
                nextOut = nextOut + 1 == flows.flows() ? 0 : nextOut + 1;
            }
            isInTurn = !isInTurn;
        }
        size = size + 1 == out.length ? 0 : size + 1;
    }

    /** Sends the first packet of a flow that never was. */
    private boolean sendNew(final long stampNs) {
        final long number = newCount;
        final long frame = fresh[size].write(
                AddressPlan.newSource(number),
                AddressPlan.newSourcePort(number),
                AddressPlan.newDestination(number),
                AddressPlan.SERVER_PORT,
                (int) number,
                0,
                stampNs);
        if (!lan.send(frame, fresh[size].length())) {
            return false;
        }
        meter.newFlowsSent(++newCount);
        return true;
    }

    /** Sends a flow's next packet to the WAN. */
    boolean sendOut(final int flow, final long stampNs) {
        final long frame = out[size].write(
                addresses.source(flow),
                addresses.sourcePort(flow),
                addresses.destination(flow),
                AddressPlan.SERVER_PORT,
                flow,
                flows.takeOut(flow),
                stampNs);
        final boolean isSent = lan.send(frame, out[size].length());
        if (!isSent) {
            flows.untakeOut(flow);
        }
        return isSent;
    }

    /** Sends a flow's next packet to the LAN; its mapping is known. */
    boolean sendIn(final int flow, final long stampNs) {
        final long frame = in[size].write(
                addresses.destination(flow),
                AddressPlan.SERVER_PORT,
                AddressPlan.WAN_IP,
                flows.mappedPort(flow),
                flow,
                flows.takeIn(flow),
                stampNs);
        final boolean isSent = wan.send(frame, in[size].length());
        if (!isSent) {
            flows.untakeIn(flow);
        }
        return isSent;
    }

    void flush() {
        lan.flush();
        wan.flush();
    }

    /** New flows sent so far. */
    long newCount() {
        return newCount;
    }

    @Override
    public void close() {
        for (int i = 0; i < out.length; i++) {
            out[i].close();
            in[i].close();
            fresh[i].close();
        }
    }
}
