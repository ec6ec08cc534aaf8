package io.holdfast.packet.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.packet.steering.FlowSteering;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectionTableTest {
    @ParameterizedTest
    @CsvSource({
        "128, 2, true",
        "128, 3, true",
        "512, 3, true",
        "2048, 7, true",
        "64, 4, true",
        "64, 64, true",
        "64, 3, false",
        "0, 2, false",
        "32, 2, false",
        "192, 2, false"
    })
    void shouldFitWhereEveryBucketFindsItsWorker(final int entries, final int workers, final boolean fits) {
        assertEquals(fits, RedirectionTable.fits(entries, FlowSteering.of(workers)));
    }
}
