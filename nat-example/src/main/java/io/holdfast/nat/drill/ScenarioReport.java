package io.holdfast.nat.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What a drill of scenarios found. */
record ScenarioReport(
        Environment environment, DrillSettings settings, FailoverProfile profile, List<ScenarioResult> scenarios) {
    /** True if all scenarios are as they must be. */
    @JsonProperty
    boolean ok() {
        return !scenarios.isEmpty() && scenarios.stream().allMatch(ScenarioResult::ok);
    }
}
