package io.holdfast.packet.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.header.Addresses;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToeplitzHashTest {
    /** Key of Microsoft's page "Verifying the RSS hash calculation", as are the addresses and hashes below. */
    private static final byte[] VERIFICATION_KEY =
            HexFormat.of().parseHex("6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa");

    private static final int INPUT_BYTES = 12;

    @ParameterizedTest
    @CsvSource({
        "66.9.149.187, 2794, 161.142.100.80, 1766, 323e8fc2, 51ccc178",
        "199.92.111.2, 14230, 65.69.140.83, 4739, d718262a, c626b0ea",
        "24.19.198.95, 12898, 12.22.207.184, 38024, d2d0a5de, 5c2b394a",
        "38.27.205.30, 48228, 209.142.163.6, 2217, 82989176, afc7327f",
        "153.39.163.191, 44251, 202.188.127.2, 1303, 5d1809c5, 10e828a2"
    })
    void shouldGiveThePublishedHashes(
            final String source,
            final int sourcePort,
            final String destination,
            final int destinationPort,
            final String addressHash,
            final String portHash) {
        final long input = NativeMemory.allocate(INPUT_BYTES);
        NativeMemory.putIntBe(input, Addresses.parseIp(source));
        NativeMemory.putIntBe(input + 4, Addresses.parseIp(destination));
        NativeMemory.putShortBe(input + 8, sourcePort);
        NativeMemory.putShortBe(input + 10, destinationPort);
        try (ToeplitzHash hash = new ToeplitzHash(VERIFICATION_KEY, INPUT_BYTES)) {
            assertEquals(addressHash, HexFormat.of().toHexDigits(hash.hash(input, 8)));
            assertEquals(portHash, HexFormat.of().toHexDigits(hash.hash(input, INPUT_BYTES)));
        } finally {
            NativeMemory.release(input);
        }
    }

    @Test
    void shouldDependOnTheXorOfTheWordsOnlyWithTheSymmetricKey() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final long input = NativeMemory.allocate(INPUT_BYTES);
        try (ToeplitzHash hash = new ToeplitzHash(FlowSteering.key(), INPUT_BYTES)) {
            for (int i = 0; i < 10_000; i++) {
                int folded = 0;
                for (int place = 0; place < INPUT_BYTES; place += Short.BYTES) {
                    final int word = random.nextInt(1 << 16);
                    NativeMemory.putShortBe(input + place, word);
                    folded ^= word;
                }
                assertEquals(hash.hash(input, INPUT_BYTES), hash.hashShort(folded), "seed " + seed);
            }
        } finally {
            NativeMemory.release(input);
        }
    }

    @Test
    void shouldRefuseAKeyThatIsTooShort() {
        assertThrows(IllegalArgumentException.class, () -> new ToeplitzHash(new byte[15], 12));
    }
}
