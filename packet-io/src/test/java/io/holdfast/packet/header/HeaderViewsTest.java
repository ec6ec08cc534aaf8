package io.holdfast.packet.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.packet.Packet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderViewsTest {
    private static final String ETHERNET = "02000000000a 02000000000b 0800";
    private static final String IPV4 = "4500 0028 1234 2001 4006 0000 0a000001 c0000201";
    private static final String TCP = "0400 0050 00000001 00000002 5012 ffff abcd 0000";
    private static final String ARP = "0001 0800 06 04 0002 02000000000b 0a000001 02000000000a 0a000002";

    private final HeaderPackets packets = new HeaderPackets();

    @Test
    void shouldReadATcpFrame() {
        final Packet packet = packets.ofHex(ETHERNET + IPV4 + TCP);
        assertTrue(EthernetHeader.fits(packet, 0));
        assertEquals(0x02000000000aL, EthernetHeader.destination(packet, 0));
        assertEquals(0x02000000000bL, EthernetHeader.source(packet, 0));
        assertEquals(EthernetHeader.TYPE_IPV4, EthernetHeader.type(packet, 0));
        assertTrue(Ipv4Header.fits(packet, 14));
        assertEquals(20, Ipv4Header.headerLength(packet, 14));
        assertEquals(40, Ipv4Header.totalLength(packet, 14));
        assertEquals(0x0a000001, Ipv4Header.source(packet, 14));
        assertEquals(0xc0000201, Ipv4Header.destination(packet, 14));
        assertEquals(Ipv4Header.PROTOCOL_TCP, Ipv4Header.protocol(packet, 14));
        assertTrue(Ipv4Header.isFragment(packet, 14));
        assertEquals(1, Ipv4Header.fragmentOffset(packet, 14));
        assertEquals(1024, TcpHeader.sourcePort(packet, 34));
        assertEquals(80, TcpHeader.destinationPort(packet, 34));
        assertEquals(20, TcpHeader.headerLength(packet, 34));
        assertEquals(TcpHeader.SYN | TcpHeader.ACK, TcpHeader.flags(packet, 34));
        assertEquals(0xabcd, TcpHeader.checksum(packet, 34));
    }

    @Test
    void shouldReadWhatItWroteIntoAnArpPacket() {
        final Packet packet = packets.of(new byte[ArpHeader.LENGTH]);
        ArpHeader.initialize(packet, 0, ArpHeader.REPLY);
        ArpHeader.sender(packet, 0, 0x02000000000bL, 0x0a000001);
        ArpHeader.target(packet, 0, 0x02000000000aL, 0x0a000002);
        final Packet expected = new HeaderPackets().ofHex(ARP);
        for (int i = 0; i < ArpHeader.LENGTH; i++) {
            assertEquals(expected.getByte(i), packet.getByte(i), "byte " + i);
        }
        assertEquals(ArpHeader.REPLY, ArpHeader.operation(packet, 0));
        assertEquals(0x0a000001, ArpHeader.senderIp(packet, 0));
        assertEquals(0x02000000000aL, ArpHeader.targetMac(packet, 0));
    }

    @Test
    void shouldRefuseArpOfOtherNetworks() {
        assertTrue(ArpHeader.fits(packets.ofHex(ARP), 0));
        assertFalse(ArpHeader.fits(packets.ofHex(ARP.replace("0001 0800", "0006 0800")), 0));
        assertFalse(ArpHeader.fits(packets.ofHex(ARP.replace("06 04", "08 04")), 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13})
    void shouldRefuseATruncatedEthernetHeader(final int length) {
        assertFalse(EthernetHeader.fits(packets.of(new byte[length]), 0));
        assertFalse(EthernetHeader.fits(packets.of(new byte[EthernetHeader.LENGTH]), 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 19})
    void shouldRefuseATruncatedHeaderOfTheUpperLayers(final int length) {
        final Packet packet = packets.of(new byte[length]);
        assertFalse(TcpHeader.fits(packet, 0));
        assertFalse(Ipv4Header.fits(packet, 0));
        assertFalse(ArpHeader.fits(packet, 0));
        assertEquals(length >= UdpHeader.LENGTH, UdpHeader.fits(packet, 0));
        assertEquals(length >= IcmpHeader.LENGTH, IcmpHeader.fits(packet, 0));
    }

    @Test
    void shouldRefuseAnIpHeaderWhoseOptionsAreNotKnown() {
        final Packet packet = packets.ofHex(IPV4.replaceFirst("45", "46") + "01010101");
        assertTrue(Ipv4Header.fits(packet, 0));
        packet.limitKnown(23);
        assertFalse(Ipv4Header.fits(packet, 0));
    }

    @Test
    void shouldRefuseOtherVersionsAndHeadersTooShort() {
        assertFalse(Ipv4Header.fits(packets.ofHex(IPV4.replaceFirst("45", "65")), 0));
        assertFalse(Ipv4Header.fits(packets.ofHex(IPV4.replaceFirst("45", "44")), 0));
        assertFalse(Ipv4Header.fits(packets.ofHex(IPV4), -1));
    }

    @Test
    void shouldTellGroupAddresses() {
        assertTrue(EthernetHeader.isGroup(EthernetHeader.BROADCAST));
        assertTrue(EthernetHeader.isGroup(0x01005e000001L));
        assertFalse(EthernetHeader.isGroup(0x02000000000aL));
    }
}
