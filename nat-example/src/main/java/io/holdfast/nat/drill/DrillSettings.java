package io.holdfast.nat.drill;

import io.holdfast.nat.lab.Addresses;
import io.holdfast.nat.traffic.TrafficSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a drill consists of.
 *
 * @param failovers kills, 1 to 1000
 * @param victims whom to kill, one after the other, and again from the first; not empty
 * @param seconds of traffic before and after each kill, 2 to 3600
 * @param connections long-lived ones, 0 to 10,000
 * @param newPerSecond connections opened every second, 0 to 2,000
 * @param udpFlows 0 to 1,000
 * @param flows UDP flows established before the load, 0 to 200,000
 * @param workers of each node, 1 to 64
 * @param canary fault that the nodes are started with, or null: the drill must then find something broken
 * @param keep whether the labs' directories stay
 */
record DrillSettings(
        int failovers,
        List<Victim> victims,
        int seconds,
        int connections,
        int newPerSecond,
        int udpFlows,
        int flows,
        int workers,
        String canary,
        boolean keep) {
    /** What the graph has room for by default. */
    private static final int OTHER_FLOWS = 65_536;

    DrillSettings {
        final List<String> wrong = new ArrayList<>();
        require(wrong, "--failovers", failovers, 1, 1000);
        require(wrong, "--seconds", seconds, 2, 3600);
        require(wrong, "--connections", connections, 0, 10_000);
        require(wrong, "--new-per-second", newPerSecond, 0, 2_000);
        require(wrong, "--udp-flows", udpFlows, 0, 1_000);
        require(wrong, "--flows", flows, 0, 200_000);
        require(wrong, "--workers", workers, 1, 64);
        if (victims.isEmpty()) {
            wrong.add("--kill must name somebody");
        }
        if (connections <= 0 && newPerSecond <= 0 && udpFlows <= 0) {
            wrong.add("--connections, --new-per-second and --udp-flows must not all be 0");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /** Whom the kill of a number, from 1, is for. */
    Victim victim(final int round) {
        return victims.get((round - 1) % victims.size());
    }

    TrafficSettings traffic() {
        return TrafficSettings.of(Addresses.SERVER_IP, connections, newPerSecond, udpFlows)
                .withStandingFlows(flows);
    }

    /** What the nodes' graph is told: room for the standing flows beside the others. */
    Map<String, String> graphVariables() {
        return flows == 0 ? Map.of() : Map.of("FLOWS", Integer.toString(OTHER_FLOWS + flows));
    }

    List<String> nodeJvmOptions() {
        return canary == null ? List.of() : List.of("-Dholdfast.canary=" + canary);
    }

    private static void require(
            final List<String> wrong, final String name, final int value, final int lowest, final int highest) {
        if (value < lowest || value > highest) {
            wrong.add(name + " must be " + lowest + " to " + highest + ": " + value);
        }
    }
}
