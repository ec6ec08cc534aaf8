package io.holdfast.element;

import static io.holdfast.element.Frames.ACK;
import static io.holdfast.element.Frames.SYN;
import static io.holdfast.element.NatLab.ETHERNET;
import static io.holdfast.element.NatLab.LAN;
import static io.holdfast.element.NatLab.WAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.element.Frames.End;
import java.util.List;
import org.junit.jupiter.api.Test;

class NatGraphTest {
    private static final int CLIENT = NatLab.lanHost(2);
    private static final int SERVER = NatLab.wanHost(9);
    private static final byte[] DATA = {1, 2, 3, 4, 5};
    private static final byte[] NOTHING = {};
    private static final int TTL = 64;

    @Test
    void shouldTranslateAConnectionBothWays() {
        try (NatLab lab = new NatLab()) {
            lab.introduce(LAN, CLIENT);
            lab.introduce(WAN, SERVER);
            final End client = new End(CLIENT, 40_000);
            final End server = new End(SERVER, 80);

            final List<byte[]> out = lab.cross(LAN, CLIENT, Frames.tcp(client, server, SYN, TTL, NOTHING));
            assertEquals(1, out.size());
            Frames.assertChecksums(out.getFirst(), ETHERNET);
            final End outer = Frames.source(out.getFirst(), ETHERNET);
            assertEquals(NatLab.WAN_IP, outer.ip());
            assertArrayEquals(
                    Frames.ethernet(
                            NatLab.macOf(SERVER),
                            NatLab.WAN_MAC,
                            0x0800,
                            Frames.tcp(outer, server, SYN, TTL - 1, NOTHING)),
                    out.getFirst());

            final List<byte[]> back = lab.cross(WAN, SERVER, Frames.tcp(server, outer, SYN | ACK, TTL, NOTHING));
            assertArrayEquals(
                    Frames.ethernet(
                            NatLab.macOf(CLIENT),
                            NatLab.LAN_MAC,
                            0x0800,
                            Frames.tcp(server, client, SYN | ACK, TTL - 1, NOTHING)),
                    back.getFirst());
            assertEquals("1", lab.graph().read("nat.size"));
        }
    }

    @Test
    void shouldAskForTheServerAndSendTheFirstPacketWhenItAnswers() {
        try (NatLab lab = new NatLab()) {
            lab.introduce(LAN, CLIENT);
            final byte[] syn = Frames.tcp(new End(CLIENT, 40_000), new End(SERVER, 80), SYN, TTL, NOTHING);
            final List<byte[]> queries = lab.cross(LAN, CLIENT, syn);
            assertEquals(1, queries.size());
            assertEquals(0x0806, queries.getFirst()[12] << 8 | queries.getFirst()[13]);
            final byte[] reply = Frames.arp(2, NatLab.macOf(SERVER), SERVER, NatLab.WAN_MAC, NatLab.WAN_IP);
            lab.graph()
                    .receive(WAN, new byte[][] {Frames.ethernet(NatLab.WAN_MAC, NatLab.macOf(SERVER), 0x0806, reply)});
            final List<byte[]> out = lab.graph().sentBytes(WAN);
            assertEquals(1, out.size());
            assertEquals(new End(SERVER, 80), Frames.destination(out.getFirst(), ETHERNET));
            Frames.assertChecksums(out.getFirst(), ETHERNET);
        }
    }

    @Test
    void shouldTranslatePingAndUdp() {
        try (NatLab lab = new NatLab()) {
            lab.introduce(LAN, CLIENT);
            lab.introduce(WAN, SERVER);
            final byte[] echo = lab.cross(LAN, CLIENT, Frames.ping(true, CLIENT, SERVER, 77, TTL, DATA))
                    .getFirst();
            Frames.assertChecksums(echo, ETHERNET);
            final int identifier = (echo[38] & 0xff) << 8 | echo[39] & 0xff;
            final byte[] answer = lab.cross(
                            WAN, SERVER, Frames.ping(false, SERVER, NatLab.WAN_IP, identifier, TTL, DATA))
                    .getFirst();
            assertArrayEquals(Frames.ping(false, SERVER, CLIENT, 77, TTL - 1, DATA), Frames.payload(answer));

            final End client = new End(CLIENT, 5353);
            final End server = new End(SERVER, 53);
            final byte[] query = lab.cross(LAN, CLIENT, Frames.udp(client, server, true, TTL, DATA))
                    .getFirst();
            Frames.assertChecksums(query, ETHERNET);
            final End outer = Frames.source(query, ETHERNET);
            final byte[] response = lab.cross(WAN, SERVER, Frames.udp(server, outer, false, TTL, DATA))
                    .getFirst();
            assertArrayEquals(Frames.udp(server, client, false, TTL - 1, DATA), Frames.payload(response));
        }
    }

    @Test
    void shouldAnswerPingOnBothAddressesFromBothSides() {
        try (NatLab lab = new NatLab()) {
            lab.introduce(LAN, CLIENT);
            lab.introduce(WAN, SERVER);
            assertPong(lab, LAN, CLIENT, NatLab.LAN_IP);
            assertPong(lab, LAN, CLIENT, NatLab.WAN_IP);
            assertPong(lab, WAN, SERVER, NatLab.WAN_IP);
        }
    }

    private static void assertPong(final NatLab lab, final int port, final int host, final int box) {
        lab.graph().receive(port, new byte[][] {NatLab.frame(port, host, Frames.ping(true, host, box, 5, 1, DATA))});
        final List<byte[]> pong = lab.graph().sentBytes(port);
        assertEquals(1, pong.size());
        assertArrayEquals(Frames.ping(false, box, host, 5, TTL, DATA), Frames.payload(pong.getFirst()));
    }

    @Test
    void shouldCountAndDropWhatTheWanStarts() {
        try (NatLab lab = new NatLab()) {
            lab.introduce(LAN, CLIENT);
            lab.introduce(WAN, SERVER);
            final End server = new End(SERVER, 80);
            assertEquals(
                    0,
                    lab.cross(WAN, SERVER, Frames.tcp(server, new End(NatLab.WAN_IP, 2000), SYN, TTL, NOTHING))
                            .size());
            assertEquals(
                    0,
                    lab.cross(WAN, SERVER, Frames.udp(server, new End(CLIENT, 2000), true, TTL, NOTHING))
                            .size());
            assertEquals(1, lab.graph().statistic("nat.drops.noMapping"));
            assertEquals(1, lab.graph().statistic("wan_foreign.count"));
        }
    }

    @Test
    void shouldAnnounceBothAddresses() {
        try (NatLab lab = new NatLab()) {
            lab.graph().graph().announce();
            assertEquals(2, lab.graph().sentBytes(LAN).size());
            final List<byte[]> wan = lab.graph().sentBytes(WAN);
            final byte[] request = Frames.arp(1, NatLab.WAN_MAC, NatLab.WAN_IP, 0, NatLab.WAN_IP);
            final byte[] reply = Frames.arp(2, NatLab.WAN_MAC, NatLab.WAN_IP, 0xffffffffffffL, NatLab.WAN_IP);
            assertArrayEquals(request, Frames.payload(wan.get(0)));
            assertArrayEquals(reply, Frames.payload(wan.get(1)));
        }
    }

    @Test
    void shouldDeclareTheHeadersThatItReads() {
        final int depth = GraphTester.define(NatLab.configuration()).headerDepthBytes();
        assertEquals(14 + 60 + 20, depth);
    }

    @Test
    void shouldReportMappings() {
        try (NatLab lab = new NatLab()) {
            lab.introduce(WAN, SERVER);
            lab.cross(LAN, CLIENT, Frames.tcp(new End(CLIENT, 40_000), new End(SERVER, 80), SYN, TTL, NOTHING));
            final String table = lab.graph().read("nat.tcp_table");
            assertTrue(
                    table.startsWith("(10.0.0.2, 40000, 203.0.113.9, 80) => (203.0.113.1, 40000, 203.0.113.9, 80) [0]"),
                    table);
            assertEquals("203.0.113.9 02-00-CB-00-71-09 0\n", lab.graph().read("to_wan_hosts.table"));
            lab.graph().write("nat.clear", "");
            assertEquals("0", lab.graph().read("nat.size"));
        }
    }
}
