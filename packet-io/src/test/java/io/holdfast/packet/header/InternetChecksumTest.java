package io.holdfast.packet.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.holdfast.packet.NativeMemory;
import io.holdfast.packet.Packet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
    private static final int PROTOCOL_UDP = 17;

    private final HeaderPackets packets = new HeaderPackets();

    @Test
    void shouldSumTheExampleOfRfc1071Section3() {
        final Packet packet = packets.ofHex("0001 f203 f4f5 f6f7");
        assertEquals(0xddf2, InternetChecksum.fold(InternetChecksum.sum(packet.address(), 8)));
    }

    @Test
    void shouldFollowTheExampleOfRfc1624Section4() {
        // HC = 0xdd2f, m = 0x5555, m' = 0x3285: RFC 1141's equation would give 0xffff.
        assertEquals(0x0000, InternetChecksum.update16(0xdd2f, 0x5555, 0x3285));
    }

    @Test
    void shouldCountAnOddLastByteAsUpperHalf() {
        final Packet packet = packets.ofHex("0102 03");
        assertEquals(0x0402, InternetChecksum.fold(InternetChecksum.sum(packet.address(), 3)));
    }

    @Test
    void shouldFindAPublishedIpHeaderRight() {
        final Packet packet = packets.ofHex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");
        assertEquals(0, InternetChecksum.of(packet.address(), 20));
        Ipv4Header.fillChecksum(packet, 0);
        assertEquals(0xb861, Ipv4Header.checksum(packet, 0));
    }

    @Test
    void shouldKeepAMissingUdpChecksumMissing() {
        assertEquals(0, InternetChecksum.applyToUdp(0, 0x1234));
    }

    @Test
    void shouldSendAZeroUdpChecksumAsAllOnes() {
        final int checksum = 0x1234;
        final int delta = checksum; // ~HC + delta = 0xffff, whose complement is zero
        assertEquals(0, InternetChecksum.apply(checksum, delta));
        assertEquals(0xffff, InternetChecksum.applyToUdp(checksum, delta));
    }

    @Property(tries = 2000)
    void shouldUpdateAWordLikeAFullRecompute(
            @ForAll @Size(40) final byte[] bytes,
            @ForAll @IntRange(min = 1, max = 18) final int word,
            @ForAll @IntRange(max = 0xffff) final int newWord) {
        final Packet packet = fillWord0(bytes);
        final int updated = InternetChecksum.update16(packet.getShort(0), packet.getShort(2 * word), newWord);
        packet.putShort(2 * word, newWord);
        assertEquals(recomputeWord0(packet), updated);
    }

    @Property(tries = 2000)
    void shouldUpdateTwoWordsLikeAFullRecompute(
            @ForAll @Size(40) final byte[] bytes,
            @ForAll @IntRange(min = 1, max = 17) final int word,
            @ForAll final int newValue) {
        final Packet packet = fillWord0(bytes);
        final int updated = InternetChecksum.update32(packet.getShort(0), packet.getInt(2 * word), newValue);
        packet.putInt(2 * word, newValue);
        assertEquals(recomputeWord0(packet), updated);
    }

    @Property(tries = 2000)
    void shouldCombineDeltasInAnyOrder(
            @ForAll @IntRange(max = 0xfffe) final int checksum,
            @ForAll final int a,
            @ForAll final int b,
            @ForAll final int c) {
        final int first = InternetChecksum.delta32(a, b);
        final int second = InternetChecksum.delta32(b, c);
        final int inTurn = InternetChecksum.apply(InternetChecksum.apply(checksum, first), second);
        final int together = InternetChecksum.apply(checksum, InternetChecksum.combine(second, first));
        assertEquals(inTurn % 0xffff, together % 0xffff);
    }

    @Property(tries = 2000)
    void shouldKeepUdpChecksumsRightWhenAddressesAndPortsChange(
            @ForAll @Size(31) final byte[] segment,
            @ForAll final int source,
            @ForAll final int newSource,
            @ForAll final int destination,
            @ForAll @IntRange(max = 0xffff) final int newPort) {
        final Packet packet = packets.of(segment);
        fillUdp(packet, source, destination);
        final int delta = InternetChecksum.combine(
                InternetChecksum.delta32(source, newSource),
                InternetChecksum.delta16(UdpHeader.sourcePort(packet, 0), newPort));
        packet.putShort(UdpHeader.SOURCE_PORT_OFFSET, newPort);
        final int updated = InternetChecksum.applyToUdp(UdpHeader.checksum(packet, 0), delta);
        UdpHeader.checksum(packet, 0, updated);
        assertNotEquals(0, updated);
        final long pseudo = InternetChecksum.pseudoHeaderSum(newSource, destination, PROTOCOL_UDP, packet.length());
        assertEquals(0, InternetChecksum.ofTransport(pseudo, packet.address(), packet.length()));
    }

    private static void fillUdp(final Packet packet, final int source, final int destination) {
        UdpHeader.checksum(packet, 0, 0);
        final long pseudo = InternetChecksum.pseudoHeaderSum(source, destination, PROTOCOL_UDP, packet.length());
        final int checksum = InternetChecksum.ofTransport(pseudo, packet.address(), packet.length());
        UdpHeader.checksum(packet, 0, checksum == 0 ? 0xffff : checksum);
    }

    /** Bytes whose first word is their checksum, and whose last one, never changed, keeps the sum from being zero. */
    private Packet fillWord0(final byte[] bytes) {
        final Packet packet = packets.of(bytes);
        packet.putShort(38, packet.getShort(38) | 1);
        packet.putShort(0, recomputeWord0(packet));
        return packet;
    }

    private static int recomputeWord0(final Packet packet) {
        final int old = packet.getShort(0);
        packet.putShort(0, 0);
        final int checksum = InternetChecksum.of(packet.address(), packet.length());
        NativeMemory.putShortBe(packet.address(), old);
        return checksum;
    }
}
