package io.holdfast.nat.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An Ethernet switch: learns behind which port an address is from the frames that come from it, and floods the rest.
 *
 * <p>An address moves with the first frame that it sends elsewhere: that is how a gratuitous ARP brings the traffic to
 * a new master. Bounded: {@link #MAX_ADDRESSES}; with more, what is new is flooded. Single-threaded.
 */
public final class LearningSwitch {
    static final int MAX_ADDRESSES = 1024;

    private static final int FRAMES_PER_TURN = 256;
    private static final long GROUP_BIT = 0x0100_0000_0000L;

    private final List<Wire> ports;
    private final Map<Long, Integer> portOf = new HashMap<>();
    private long lost;

    /** @param ports the switch's ends of the cables */
    public LearningSwitch(final List<? extends Wire> ports) {
        this.ports = List.copyOf(ports);
    }

    /**
     * Forwards what has arrived.
     *
     * @return the number of frames handled
     */
    public int doWork() {
        int work = 0;
        for (int i = 0, size = ports.size(); i < size; i++) {
            final int from = i;
            work += ports.get(i).poll(frame -> forward(from, frame), FRAMES_PER_TURN);
        }
        return work;
    }

    /** Frames that a full cable did not take. */
    public long lost() {
        return lost;
    }

    private void forward(final int from, final byte[] frame) {
        if (frame.length < Ipv4.ETHER_BYTES) {
            lost++;
            return;
        }
        learn(Bytes.get48(frame, 6), from);
        final long target = Bytes.get48(frame, 0);
        final Integer known = (target & GROUP_BIT) == 0 ? portOf.get(target) : null;
        if (known == null) {
            flood(from, frame);
        } else if (known != from) {
            send(known, frame);
        }
    }

    private void learn(final long source, final int from) {
        final boolean isIndividual = (source & GROUP_BIT) == 0 && source != 0;
        if (isIndividual && (portOf.size() < MAX_ADDRESSES || portOf.containsKey(source))) {
            portOf.put(source, from);
        }
    }

    private void flood(final int from, final byte[] frame) {
        for (int i = 0, size = ports.size(); i < size; i++) {
            if (i != from) {
                send(i, frame);
            }
        }
    }

    private void send(final int port, final byte[] frame) {
        if (!ports.get(port).send(frame)) {
            lost++;
        }
    }
}
