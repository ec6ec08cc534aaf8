package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What one fault did. Times are in milliseconds after the fault; null where something did not happen.
 *
 * @param noticedMs when the master says that it noticed the loss of its replica, or else when the drill saw in the nodes' status what the
 *     scenario is to bring about
 * @param master name of the master afterwards, or null if there was none
 * @param overlappingReleases frames that left the deposed node after the other one had begun to send
 * @param problems beyond those of the round
 * @param round flows, datagrams and times
 */
record ScenarioRound(
        Double noticedMs, String master, long overlappingReleases, List<String> problems, RoundResult round) {
    /** True if all is as it must be. */
    @JsonProperty
    boolean ok() {
        return problems.isEmpty() && round.ok();
    }

    /** The failure was noticed: as the node says that took over, or else as {@code noticedMs} has it. */
    Double detectedMs() {
        return round.detectedMs() == null ? noticedMs : round.detectedMs();
    }
}
