package io.holdfast.log.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cipher by its designers' vector; the word by what it must depend on. */
class GateCipherTest {
    private final GateCipher cipher = new GateCipher(HexFormat.of().parseHex("1b1a1918131211100b0a090803020100"));

    @Test
    void shouldEncryptAsTheDesignersSay() {
        assertEquals(0x8c6fa548_454e028bL, cipher.encrypt(0x3b726574_7475432dL));
    }

    @Test
    void shouldMakeAnotherWordForEachThingThatItIsMadeOf() {
        final Gate gate = new Gate(cipher, 1);
        final Set<Integer> words = new HashSet<>();
        int count = 0;
        for (int kind = 0; kind < 3; kind++) {
            for (final long sender : new long[] {1, 2, 1L << 40}) {
                for (final long sequence : new long[] {1, 2, 1L << 33}) {
                    for (final int port : new int[] {1, 40_100, 65_535}) {
                        words.add(gate.word(kind, sender, sequence, port));
                        count++;
                    }
                }
            }
        }
        assertEquals(count, words.size());
    }

    @Test
    void shouldMakeTheSameWordWhoeverItsOwnInstanceIs() {
        assertEquals(new Gate(cipher, 1).word(0, 2, 3, 4), new Gate(cipher, 2).word(0, 2, 3, 4));
        final GateCipher other = new GateCipher(new byte[GateCipher.KEY_BYTES]);
        assertNotEquals(new Gate(cipher, 1).word(0, 2, 3, 4), new Gate(other, 1).word(0, 2, 3, 4));
    }
}
