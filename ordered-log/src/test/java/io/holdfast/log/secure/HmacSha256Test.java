package io.holdfast.log.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacSha256Test {
    /** RFC 4231, test cases 1, 2, 3 and 6. */
    @ParameterizedTest
    @CsvSource({
        "0b*20, 4869205468657265, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665*1, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "aa*20, dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddd,"
                + " 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        "aa*131, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048"
                + "617368204b6579204669727374,"
                + " 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    })
    void shouldAgreeWithTheStandard(final String key, final String message, final String tag) {
        final String[] repeated = key.split("\\*");
        final byte[] keyBytes = HexFormat.of().parseHex(repeated[0].repeat(Integer.parseInt(repeated[1])));
        assertEquals(
                tag,
                HexFormat.of()
                        .formatHex(new HmacSha256(keyBytes).of(HexFormat.of().parseHex(message))));
    }

    @Property
    void shouldAgreeWithThePlatform(
            @ForAll @Size(min = 1, max = 200) final byte[] key,
            @ForAll @Size(max = 300) final byte[] first,
            @ForAll @Size(max = 300) final byte[] second)
            throws GeneralSecurityException {
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(first);
        final byte[] right = mac.doFinal(second);
        final byte[] found = new byte[HmacSha256.LENGTH_BYTES];
        final HmacSha256 hmac = new HmacSha256(key);
        for (int i = 0; i < 2; i++) {
            // The second time after a message that was left unfinished.
            hmac.begin()
                    .update(first, 0, first.length)
                    .update(second, 0, second.length)
                    .end(found, 0);
            assertArrayEquals(right, found);
            hmac.begin().update(second, 0, second.length);
        }
    }
}
