// home-nat.click: a home's router. Hosts share one address; a web server inside is reached from outside.
//
//     10.0.0.2 ----+                                      +---- WAN_GATEWAY --> the Internet
//     10.0.0.3 ----+---- lan  LAN_IP | WAN_IP  wan -------+
//     WEB_SERVER --+
//
//   * TCP, UDP and ping from inside leave from WAN_IP; the answers come back, and so do ICMP errors about them
//     (path MTU discovery and traceroute work).
//   * TCP to port 80 of WAN_IP goes to WEB_SERVER. Nothing else from outside gets in; it is counted.
//   * Both addresses answer ARP and ping. Packets whose time to live is over are told of (RFC 1812, 5.2.7.3).
//
// See how it does: read `nat.table`, `nat.size`, `refused.count`, `lan/in.rate`.
// nat.click is the smaller one with which the drills are run.

define($LAN_IP 10.0.0.1,     $LAN_MAC 02:00:5e:00:00:01,
       $WAN_IP 203.0.113.1,  $WAN_MAC 02:00:5e:00:00:02,
       $WAN_NET 203.0.113.0/24, $WAN_GATEWAY 203.0.113.254,
       $WEB_SERVER 10.0.0.80, $FLOWS 65536)

// One interface: IP packets in (from the wire) leave at the output, IP packets for the wire come by the input.
elementclass Interface { $PORT, $IP, $MAC |
  FromDevice($PORT) -> HostEtherFilter($MAC)
    -> type :: Classifier(12/0800, 12/0806 20/0001, 12/0806 20/0002, -);
  wire :: Counter -> ToDevice($PORT);
  neighbours :: ARPQuerier($IP, $MAC) -> wire;
  answers :: ARPResponder($IP $MAC) -> wire;
  type [1] -> requests :: Tee -> answers;  requests [1] -> [1] neighbours;
  type [2] -> [1] neighbours;
  type [3] -> Discard;
  type [0] -> Strip(14) -> CheckIPHeader -> in :: AverageCounter -> output;
  input -> [0] neighbours;
}

lan :: Interface(lan, $LAN_IP, $LAN_MAC);
wan :: Interface(wan, $WAN_IP, $WAN_MAC);
to_wan :: StaticIPLookup($WAN_NET 0, 0.0.0.0/0 $WAN_GATEWAY 0) -> wan;
refused :: Counter -> Discard;

// Input 0: from inside. Input 1: to the web server. Input 2: from outside, with a mapping or not at all.
nat :: IPRewriter(pattern $WAN_IP 1024-65535 - - 0 1, pattern - - $WEB_SERVER 80 1 0, pass 2,
                  MAPPING_CAPACITY $FLOWS);
ping :: ICMPPingRewriter(pattern $WAN_IP 0-65535# - - 0 1, drop, MAPPING_CAPACITY 4096);
errors :: ICMPRewriter(nat ping);

nat [0] -> to_wan;     nat [1] -> lan;     nat [2] -> refused;
ping [0] -> to_wan;    ping [1] -> lan;
errors [0] -> lan;     errors [1] -> refused;

lan -> inside :: IPClassifier(dst host $LAN_IP or dst host $WAN_IP,
                              dst net 127.0.0.0/8 or dst net 224.0.0.0/3,
                              icmp type echo, tcp or udp, -);
inside [0] -> lan_pong :: ICMPPingResponder -> lan;     lan_pong [1] -> refused;
inside [1] -> refused;
inside [2] -> ping_ttl :: DecIPTTL -> [0] ping;
inside [3] -> nat_ttl :: DecIPTTL -> [0] nat;
inside [4] -> refused;
ping_ttl [1] -> expired :: ICMPError($LAN_IP, timeexceeded) -> lan;
nat_ttl [1] -> expired;

wan -> mine :: IPClassifier(dst host $WAN_IP, -) -> wan_ttl :: DecIPTTL
    -> outside :: IPClassifier(icmp type echo, icmp type echo-reply, icmp, dst tcp port 80, -);
mine [1] -> refused;
wan_ttl [1] -> refused;
outside [0] -> wan_pong :: ICMPPingResponder -> to_wan;  wan_pong [1] -> refused;
outside [1] -> [1] ping;
outside [2] -> errors;
outside [3] -> [1] nat;
outside [4] -> [2] nat;
