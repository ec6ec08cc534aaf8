package io.holdfast.nat.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names and verdicts of scenarios. */
class ScenarioTest {
    @Test
    void shouldReadNamesAndAll() {
        assertEquals(
                List.of(Scenario.STOP_CONT_MASTER, Scenario.KILL_REPLICA),
                Scenario.listOf("stop-cont-master,kill-replica"));
        assertEquals(9, Scenario.listOf("all").size());
        assertFalse(Scenario.listOf("all").contains(Scenario.SOAK));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Scenario.listOf("kill-all"))
                .getMessage()
                .endsWith(": kill-all"));
    }

    @Test
    void shouldRefuseScenarioWithSoakAndUnknownProfile() {
        assertNull(ScenarioChoice.of(null, "default", 0, false, false));
        assertEquals(60_000, ScenarioChoice.of(null, "fast", 1, false, false).soakMs());
        assertThrows(IllegalArgumentException.class, () -> ScenarioChoice.of("all", "default", 1, false, false));
        assertThrows(IllegalArgumentException.class, () -> ScenarioChoice.of("all", "slow", 0, false, false));
        assertThrows(IllegalArgumentException.class, () -> ScenarioChoice.of(null, "default", -1, false, false));
    }

    @Test
    void shouldPassOnlyWhatWasRunAndIsRight() {
        assertTrue(result(Scenario.KILL_MASTER, null, round(0)).ok());
        assertFalse(result(Scenario.KILL_MASTER, null).ok());
        assertFalse(result(Scenario.KILL_MASTER, "the lab broke", round(0)).ok());
        assertFalse(result(Scenario.KILL_MASTER, null, round(0), round(3)).ok());
    }

    /** However well it may have gone. */
    @Test
    void shouldNeverPassWhatIsNotSupported() {
        final ScenarioResult result =
                new ScenarioResult(Scenario.CUT_LAN, List.of(round(0)), "it needs what is not there", null);
        assertNotNull(result.unsupported());
        assertFalse(result.ok());
        final ScenarioReport report = report(result);
        assertFalse(report.ok());
        assertTrue(ScenarioText.of(report).contains("cut-lan: not supported by this build: it needs"));
    }

    @Test
    void shouldShowMedianAndWorst() {
        final String text =
                ScenarioText.of(report(result(Scenario.KILL_REPLICA, null, noticed(4.0), noticed(8.0), noticed(5.0))));
        assertTrue(text.contains("5.0/8.0"), text);
        assertTrue(text.endsWith("All as it must be.\n"), text);
    }

    @Test
    void shouldSayWhatWasWrong() {
        final String text = ScenarioText.of(report(result(Scenario.STOP_CONT_MASTER, null, round(3))));
        assertTrue(text.contains("stop-cont-master 1: 3 frames too many"), text);
        assertTrue(text.endsWith("FAILED: stop-cont-master (FAILED)\n"), text);
    }

    private static ScenarioReport report(final ScenarioResult... results) {
        return new ScenarioReport(
                Environment.detect(), Reports.result(null).settings(), FailoverProfile.DEFAULT, List.of(results));
    }

    private static ScenarioResult result(final Scenario scenario, final String failure, final ScenarioRound... rounds) {
        return new ScenarioResult(scenario, List.of(rounds), scenario.unsupported(), failure);
    }

    @Test
    void shouldLetAStoppedProcessSendTheRestOfItsBurstOnly() {
        assertFalse(Scenario.STOP_CONT_MASTER.isTooMany(32));
        assertTrue(Scenario.STOP_CONT_MASTER.isTooMany(33));
        assertTrue(Scenario.KILL_MASTER.isTooMany(1));
        assertTrue(Scenario.SWITCHOVER.isTooMany(1));
        assertFalse(Scenario.KILL_MASTER.isTooMany(0));
    }

    private static ScenarioRound round(final long overlapping) {
        final List<String> problems = overlapping == 0 ? List.of() : List.of(overlapping + " frames too many");
        return new ScenarioRound(null, "b", overlapping, problems, new Reports().judge());
    }

    /** In a group whose replica died, only the drill saw when that was noticed. */
    private static ScenarioRound noticed(final double ms) {
        final RoundResult round = new Reports().judgeKillOf(Victim.REPLICA);
        return new ScenarioRound(ms, "b", 0, List.of(), round);
    }
}
