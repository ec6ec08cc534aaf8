package io.holdfast.nat.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading the kernel's table of interfaces. */
class PortCountersTest {
    private static final String HEADING = "Inter-|   Receive    |  Transmit";
    private static final String LAN = "   lan: 9000 90 0 0 0 0 0 0 4100 41 0 0 0 0 0 0";
    private static final String WAN = "   wan:8000 80 0 0 0 0 0 0 100 1 0 0 0 0 0 0";
    private static final String SYNC = "  sync: 7000 70 0 0 0 0 0 0 7000 777 0 0 0 0 0 0";

    @Test
    void shouldAddTheFramesSentByBothPorts() {
        assertEquals(42, PortCounters.sum(List.of(HEADING, SYNC, LAN, WAN)));
    }

    @Test
    void shouldSayThatItIsUnknownWithoutBothPorts() {
        assertEquals(PortCounters.UNKNOWN, PortCounters.sum(List.of(HEADING, LAN, SYNC)));
        assertEquals(PortCounters.UNKNOWN, PortCounters.transmitted(Long.MAX_VALUE));
    }
}
