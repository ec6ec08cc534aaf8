package io.holdfast.packet.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.DeviceException;
import io.holdfast.packet.DeviceSettings;
import io.holdfast.packet.TestEnvironment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FastPathLayoutTest {
    private static final long CODE = 0x1000;
    private static final long DATA = 0x2000;

    @Test
    void shouldTellTheGenerationsApart() {
        assertSame(FastPathLayout.ABI_23, detect(23, table(0, 8)));
        for (int abi = 24; abi <= 26; abi++) {
            assertSame(FastPathLayout.ABI_24, detect(abi, table(2, 10)));
        }
    }

    @Test
    void shouldRefuseATableThatNobodyKnows() {
        final String refusal = refusal(27, table(4, 12));
        assertTrue(refusal.contains("suffix .27 cannot be used"), refusal);
        assertTrue(refusal.contains("fits no known layout"), refusal);
        assertTrue(refusal.contains("Remedy: install DPDK 22.11"), refusal);
    }

    @Test
    void shouldRefuseATableOfAnotherGenerationThanTheName() {
        final String refusal = refusal(26, table(0, 8));
        assertTrue(refusal.contains("its table of functions is that of DPDK 22.11"), refusal);
    }

    @Test
    void shouldRefuseATableThatFitsTwoLayouts() {
        final FastPathLayout twin = new FastPathLayout("twin", 23, 23, 0, 24, 64, 88);
        final DeviceException refusal = assertThrows(
                DeviceException.class,
                () -> FastPathLayout.detect(
                        23, table(0, 8), address -> address == CODE, List.of(FastPathLayout.ABI_23, twin)));
        assertTrue(refusal.getMessage().contains("fits both DPDK 22.11 and twin"), refusal.getMessage());
    }

    @Test
    void shouldKnowTheInstalledLibrary() {
        TestEnvironment.requireDpdk();
        final DpdkLibrary library = DpdkLibrary.load(DeviceSettings.defaults().dpdkDirectory());
        assertEquals(library.abi() == 23 ? FastPathLayout.ABI_23 : FastPathLayout.ABI_24, library.fastPath());
        assertTrue(new DpdkCalls(library).version().startsWith("DPDK 2"));
    }

    /** A table with code in two words, and data in those behind them. */
    private static long[] table(final int rxWord, final int txWord) {
        final long[] words = new long[16];
        Arrays.fill(words, DATA);
        words[rxWord] = CODE;
        words[txWord] = CODE;
        return words;
    }

    private static FastPathLayout detect(final int abi, final long[] words) {
        return FastPathLayout.detect(abi, words, address -> address == CODE, FastPathLayout.KNOWN);
    }

    private static String refusal(final int abi, final long[] words) {
        return assertThrows(DeviceException.class, () -> detect(abi, words)).getMessage();
    }
}
