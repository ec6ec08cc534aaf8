package io.holdfast.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.log.MemberAddress;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerMonitorTest {
    private static final long TIMEOUT = 1000;

    private Lifeline lifeline;
    private PeerMonitor monitor;

    @BeforeEach
    void open() throws IOException {
        lifeline = new TcpLifeline(new MemberAddress("a", "127.0.0.1", 0));
        monitor = new PeerMonitor(TIMEOUT, lifeline, 0);
    }

    @AfterEach
    void close() {
        lifeline.close();
    }

    @Test
    void shouldSuspectAPeerThatIsSilentWhileItListens() {
        for (long now = 100; now <= TIMEOUT; now += 100) {
            assertEquals(PeerMonitor.Verdict.WORKS, monitor.judge(now));
        }
        assertEquals(PeerMonitor.Verdict.SILENT, monitor.judge(TIMEOUT + 1));
    }

    @Test
    void shouldNotCountItsOwnPauseAsSilence() {
        assertEquals(PeerMonitor.Verdict.WORKS, monitor.judge(100));
        assertEquals(PeerMonitor.Verdict.WORKS, monitor.judge(5000), "it did not listen in between");
        for (long now = 5100; now <= 5900; now += 100) {
            assertEquals(PeerMonitor.Verdict.WORKS, monitor.judge(now));
        }
        assertEquals(PeerMonitor.Verdict.SILENT, monitor.judge(6000));
    }

    @Test
    void shouldNotTrustAPeerForLongerBecauseItWasHeardAfterAPause() {
        monitor.heard(50_000);
        for (long now = 50_000; now <= 51_000; now += 100) {
            assertEquals(PeerMonitor.Verdict.WORKS, monitor.judge(now));
        }
        assertEquals(PeerMonitor.Verdict.SILENT, monitor.judge(51_001));
    }

    @Test
    void shouldSuspectAReplicaThatIsHeardButAcknowledgesNothing() {
        for (long now = 100; now <= TIMEOUT; now += 100) {
            monitor.heard(now);
            assertEquals(PeerMonitor.Verdict.WORKS, monitor.judgeReplica(now));
        }
        monitor.heard(TIMEOUT + 1);
        assertEquals(PeerMonitor.Verdict.STALLED, monitor.judgeReplica(TIMEOUT + 1));
        monitor.progressed(TIMEOUT + 2);
        assertEquals(PeerMonitor.Verdict.WORKS, monitor.judgeReplica(TIMEOUT + 2));
    }

    @Test
    void shouldTrustAPeerThatIsHeard() {
        for (long now = 100; now <= 10 * TIMEOUT; now += 100) {
            monitor.heard(now);
            assertEquals(PeerMonitor.Verdict.WORKS, monitor.judge(now));
        }
    }
}
