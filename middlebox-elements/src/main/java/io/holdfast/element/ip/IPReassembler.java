package io.holdfast.element.ip;

import io.holdfast.element.ArgumentTypes;
import io.holdfast.element.Arguments;
import io.holdfast.element.Element;
import io.holdfast.element.ElementContext;
import io.holdfast.element.Handlers;
import io.holdfast.element.OutputLanes;
import io.holdfast.element.Parameter;
import io.holdfast.element.StatisticsCounter;
import io.holdfast.element.Timer;
import io.holdfast.packet.Packet;
import io.holdfast.packet.PacketBatch;
import io.holdfast.packet.header.Ipv4Header;

/**
 * Puts fragmented IPv4 packets together (RFC 791 section 3.2, RFC 815).
 *
 * <p>Fragments wait in local state, each datagram in a slot of the size of a packet buffer; HIMEM says how many slots.
 * When all are taken, the datagram begun first gives way ({@code drops.evicted}). One that is not whole after 30
 * seconds goes to output 1 as far as it has come, if its first fragment is there, or is dropped
 * ({@code drops.timedOut}). A fragment that is malformed, or whose datagram is larger than a buffer, is dropped
 * ({@code drops.badFragment}, {@code drops.tooLarge}). Packets that are no fragments pass.
 */
final class IPReassembler extends Element {
    static final Parameter<Integer> HIMEM = Parameter.keyword(
            "HIMEM", ArgumentTypes.integer(4096, 1 << 30), "262144", "bytes", "memory for datagrams in parts");

    private static final long TIMEOUT_NS = 30_000_000_000L;
    private static final int MAX_SLOT_BYTES = 65_535;

    private int memoryBytes;
    private ReassemblySlots slots;
    private Timer timer;
    private ElementContext context;
    private OutputLanes lanes;
    private StatisticsCounter noHeader;
    private StatisticsCounter badFragment;
    private StatisticsCounter tooLarge;
    private StatisticsCounter evicted;
    private StatisticsCounter timedOut;
    private StatisticsCounter noBuffer;

    @Override
    public void configure(final Arguments arguments) {
        memoryBytes = arguments.get(HIMEM);
        arguments.finish();
    }

    @Override
    public void initialize(final ElementContext newContext) {
        context = newContext;
        final int dataBytes = Math.min(MAX_SLOT_BYTES, context.pool().maxPacketBytes());
        slots = new ReassemblySlots(context, memoryBytes, dataBytes);
        timer = context.timer(this::expire);
        noHeader = context.statistics("drops.noHeader");
        badFragment = context.statistics("drops.badFragment");
        tooLarge = context.statistics("drops.tooLarge");
        evicted = context.statistics("drops.evicted");
        timedOut = context.statistics("drops.timedOut");
        noBuffer = context.statistics("drops.noBuffer");
        lanes = outputCount() > 1 ? new OutputLanes(output(0), output(1)) : new OutputLanes(output(0));
    }

    /** What waits is content, not only headers. */
    @Override
    public int headerDepthBytes() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void addHandlers(final Handlers handlers) {
        handlers.read("waiting", "datagrams that are not whole yet", () -> Integer.toString(slots.used()));
    }

    @Override
    public void push(final int input, final PacketBatch batch) {
        final int count = batch.size();
        for (int i = 0; i < count; i++) {
            final Packet packet = batch.get(i);
            final int network = packet.networkOffset();
            if (!Ipv4Header.fits(packet, network)) {
                drop(packet, noHeader);
            } else if (Ipv4Header.isFragment(packet, network)) {
                store(packet, network);
            } else {
                lanes.add(0, packet);
            }
        }
        batch.clear();
        lanes.flush();
    }

    private void store(final Packet packet, final int network) {
        final StatisticsCounter fault = faultOf(packet, network);
        if (fault != null) {
            drop(packet, fault);
            return;
        }
        int slot = slots.find(packet, network);
        if (slot == ReassemblySlots.NONE) {
            if (slots.isFull()) {
                slots.release(slots.oldest());
                evicted.increment();
            }
            slot = slots.take(packet, network, context.timeNs() + TIMEOUT_NS);
            schedule();
        }
        final boolean isSound = slots.add(slot, packet, network);
        packet.free();
        if (!isSound) {
            slots.release(slot);
            badFragment.increment();
            schedule();
        } else if (slots.isWhole(slot)) {
            emit(slot, 0);
            schedule();
        }
    }

    private StatisticsCounter faultOf(final Packet packet, final int network) {
        final int length = Ipv4Header.totalLength(packet, network) - Ipv4Header.headerLength(packet, network);
        final boolean hasMore = ReassemblySlots.hasMore(packet, network);
        if (length <= 0
                || hasMore && length % 8 != 0
                || network + Ipv4Header.totalLength(packet, network) > packet.knownLength()) {
            return badFragment;
        }
        return slots.fits(packet, network, length) ? null : tooLarge;
    }

    private void emit(final int slot, final int lane) {
        final Packet whole = slots.makePacket(slot, context.pool());
        slots.release(slot);
        if (whole == null) {
            noBuffer.increment();
        } else {
            lanes.add(lane, whole);
        }
    }

    private void expire() {
        for (int slot = slots.oldest();
                slot != ReassemblySlots.NONE && slots.deadlineNs(slot) <= context.timeNs();
                slot = slots.oldest()) {
            timedOut.increment();
            if (lanes.count() > 1 && slots.hasFirst(slot)) {
                emit(slot, 1);
            } else {
                slots.release(slot);
            }
        }
        schedule();
        lanes.flush();
    }

    private void schedule() {
        final int oldest = slots.oldest();
        if (oldest == ReassemblySlots.NONE) {
            timer.clear();
        } else {
            timer.schedule(slots.deadlineNs(oldest));
        }
    }

    private static void drop(final Packet packet, final StatisticsCounter reason) {
        reason.increment();
        packet.free();
    }
}
