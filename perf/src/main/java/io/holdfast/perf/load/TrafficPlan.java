package io.holdfast.perf.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What traffic is made.
 *
 * @param flows that are open before a measurement begins, and send in turn; 1 to 4,000,000
 * @param frames sizes
 * @param newFlowPerMille of 1000 packets so many are the first, and last, of a flow of their own; 0 to 1000
 * @param direction of the packets of open flows; new flows come from the LAN
 */
public record TrafficPlan(int flows, FrameMix frames, int newFlowPerMille, Direction direction) {
    public static final int MAX_FLOWS = 4_000_000;

    public TrafficPlan {
        final List<String> wrong = new ArrayList<>();
        if (flows < 1 || flows > MAX_FLOWS) {
            wrong.add("flows must be from 1 to " + MAX_FLOWS + ": " + flows);
        }
        if (newFlowPerMille < 0 || newFlowPerMille > 1000) {
            wrong.add("the share of new flows must be from 0 to 100 percent: " + newFlowPerMille / 10.0);
        }
        if (newFlowPerMille > 0 && direction == Direction.IN) {
            wrong.add("new flows come from the LAN, and cannot be had with direction in");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /** Established flows only, from the LAN to the WAN. */
    public static TrafficPlan established(final int flows, final FrameMix frames) {
        return new TrafficPlan(flows, frames, 0, Direction.OUT);
    }

    /** Variables of the NAT's graph for the addresses of every plan. */
    public static Map<String, String> graphVariables() {
        return AddressPlan.graphVariables();
    }
}
