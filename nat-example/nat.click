// nat.click: hosts on a LAN share one address on the WAN.
//
//        LAN hosts                 this box                     WAN
//     10.0.0.2 ----+                                    +---- 203.0.113.9
//     10.0.0.3 ----+---- lan  LAN_IP | WAN_IP  wan ----+---- 203.0.113.20
//     10.0.0.4 ----+      (port)        (port)          +---- WAN_GATEWAY --> the rest (optional)
//
// What it does
//   * TCP, UDP and ping from LAN hosts to anywhere leave by the WAN from WAN_IP, ports 1024-65535.
//   * Answers come back. Nothing from the WAN opens a connection to the LAN: it is dropped and counted.
//   * Both addresses answer ARP and ping. Each packet loses one hop of its time to live.
//
// What it does not
//   * ICMP errors are not translated (so no path MTU discovery through this box: keep the MTUs equal),
//     nor are fragments but the first, nor protocols other than TCP, UDP and ICMP echo.
//
// The MAC addresses are virtual: both nodes of a pair use the same two, and only the master answers for
// them. Choose locally administered ones (02:...), different from the nodes' own.
//
// Set the variables on the command line (LAN_IP=...) or in the node's settings. The ports `lan` and `wan`
// are names of the node's settings.

define($LAN_IP      10.0.0.1,          $LAN_MAC 02:00:5e:00:00:01,
       $WAN_IP      203.0.113.1,       $WAN_MAC 02:00:5e:00:00:02,
       $WAN_NET     0.0.0.0/0,         // what is directly on the WAN segment; by default everything
       $WAN_GATEWAY 0.0.0.0,           // next hop for the rest; 0.0.0.0: none, all is direct
       $FLOWS       65536)             // TCP and UDP flows at a time

// ---------------------------------------------------------------------------------------------------
// Ports

from_lan :: FromDPDKDevice(lan);
from_wan :: FromDPDKDevice(wan);
to_lan   :: Counter -> ToDPDKDevice(lan);
to_wan   :: Counter -> ToDPDKDevice(wan);

// ---------------------------------------------------------------------------------------------------
// Neighbours on each side. Announcements (gratuitous ARP) come as requests or as replies, so the querier
// gets both; the responder answers the requests for our address.

lan_arp  :: ARPResponder($LAN_IP $LAN_MAC);
wan_arp  :: ARPResponder($WAN_IP $WAN_MAC);
to_lan_hosts :: ARPQuerier($LAN_IP, $LAN_MAC);
to_wan_hosts :: ARPQuerier($WAN_IP, $WAN_MAC);

lan_arp -> to_lan;      to_lan_hosts -> to_lan;
wan_arp -> to_wan;      to_wan_hosts -> to_wan;

// WAN next hops: the longest prefix wins; a gateway of 0.0.0.0 means that the destination is a neighbour.
wan_route :: StaticIPLookup($WAN_NET 0, 0.0.0.0/0 $WAN_GATEWAY 0) -> [0] to_wan_hosts;

// ---------------------------------------------------------------------------------------------------
// The translators. Input 0: from the LAN, making mappings. Input 1: from the WAN, only what has one.
// Output 0: to the WAN. Output 1: to the LAN.

nat      :: IPRewriter(pattern $WAN_IP 1024-65535 - - 0 1, drop, MAPPING_CAPACITY $FLOWS);
nat_ping :: ICMPPingRewriter(pattern $WAN_IP 0-65535? - - 0 1, drop, MAPPING_CAPACITY 4096);

nat      [0] -> wan_route;      nat      [1] -> to_lan_ttl :: DecIPTTL -> [0] to_lan_hosts;
nat_ping [0] -> wan_route;      nat_ping [1] -> to_lan_ttl;

// ---------------------------------------------------------------------------------------------------
// From the LAN

from_lan
  -> HostEtherFilter($LAN_MAC)                       // only frames for our MAC, or for everybody
  -> lan_type :: Classifier(12/0800,                 // IP
                            12/0806 20/0001,         // ARP request
                            12/0806 20/0002,         // ARP reply
                            -);                      // anything else

lan_type [1] -> lan_requests :: Tee;
lan_requests [0] -> lan_arp;
lan_requests [1] -> [1] to_lan_hosts;
lan_type [2] -> [1] to_lan_hosts;
lan_type [3] -> lan_other :: Discard;

lan_type [0]
  -> Strip(14)
  -> lan_check :: CheckIPHeader
  -> lan_dest :: StaticIPLookup($LAN_IP/32 1,        // for this box
                                $WAN_IP/32 1,
                                127.0.0.0/8 2,       // for nobody that we may forward to (RFC 1812, 5.3.7)
                                0.0.0.0/8 2,
                                224.0.0.0/3 2,       // multicast, reserved, broadcast
                                0.0.0.0/0 0);        // for the WAN

lan_dest [0]
  -> to_wan_ttl :: DecIPTTL                          // before a mapping is made for it
  -> lan_proto :: Classifier(9/01, -);               // ICMP, the others
lan_proto [0] -> [0] nat_ping;
lan_proto [1] -> [0] nat;

lan_dest [1] -> lan_ping :: ICMPPingResponder -> [0] to_lan_hosts;
lan_ping [1] -> lan_local :: Discard;                // to our own addresses, and not a ping
lan_dest [2] -> lan_group :: Discard;

// ---------------------------------------------------------------------------------------------------
// From the WAN

from_wan
  -> HostEtherFilter($WAN_MAC)
  -> wan_type :: Classifier(12/0800, 12/0806 20/0001, 12/0806 20/0002, -);

wan_type [1] -> wan_requests :: Tee;
wan_requests [0] -> wan_arp;
wan_requests [1] -> [1] to_wan_hosts;
wan_type [2] -> [1] to_wan_hosts;
wan_type [3] -> wan_other :: Discard;

wan_type [0]
  -> Strip(14)
  -> wan_check :: CheckIPHeader
  -> wan_dest :: StaticIPLookup($WAN_IP/32 0, 0.0.0.0/0 1);
wan_dest [1] -> wan_foreign :: Discard;              // not to our address

wan_dest [0]
  -> wan_proto :: Classifier(9/01, -);
wan_proto [0] -> wan_ping :: ICMPPingResponder -> wan_route;
wan_ping [1] -> [1] nat_ping;                        // not a request: perhaps the answer to a LAN host's ping
wan_proto [1] -> [1] nat;                            // what has no mapping is counted in nat's drops.noMapping
