// carrier-grade-nat.click: many subscribers share a few public addresses (RFC 6888).
//
//     100.64.0.0/10 ---- subscribers  INNER_IP | OUTER_IP  world ---- NEXT_HOP --> the Internet
//
//   * A subscriber keeps to one public address for all its flows (REQ-2, "paired"): the address is chosen by a hash
//     of the subscriber's. Should an address run out of ports, the next ones help.
//   * Ports are those above 1023 (REQ-9 leaves the others alone); mappings end after the times that RFC 4787 and
//     RFC 5382 ask for: UDP 5 minutes, TCP 2 hours 4 minutes, TCP that opens or closes 4 minutes.
//   * When all mappings are in use the one that was idle longest gives way, unless it was used within the guarantee:
//     then the new flow is refused, and `nat.mapping_failures` tells.
//   * ICMP errors find their way to the subscriber (REQ-12). Subscribers may not reach each other through the box.
//
// What a law or an operator wants to know afterwards is in `nat.table`.

define($INNER_IP 100.64.0.1,  $INNER_MAC 02:00:5e:00:00:01,
       $OUTER_IP 203.0.113.1, $OUTER_MAC 02:00:5e:00:00:02,
       $NEXT_HOP 203.0.113.254,
       $MAPPINGS 1048576)

public :: SourceIPHashMapper(64 20171,
    203.0.113.8  1024-65535 - - 0 1 8,
    203.0.113.9  1024-65535 - - 0 1 9,
    203.0.113.10 1024-65535 - - 0 1 10,
    203.0.113.11 1024-65535 - - 0 1 11);

nat :: IPRewriter(public, drop, MAPPING_CAPACITY $MAPPINGS, UDP_TIMEOUT 300, TCP_TIMEOUT 7440,
                  TCP_NODATA_TIMEOUT 240, TCP_DONE_TIMEOUT 240, UDP_GUARANTEE 5, TCP_GUARANTEE 5);
ping :: ICMPPingRewriter(pattern $OUTER_IP 0-65535# - - 0 1, drop, MAPPING_CAPACITY 16384);
errors :: ICMPRewriter(nat ping);

// ---- subscribers
from_subscribers :: FromDevice(subscribers) -> HostEtherFilter($INNER_MAC)
    -> inner :: Classifier(12/0800, 12/0806 20/0001, 12/0806 20/0002, -);
to_subscribers :: Counter -> ToDevice(subscribers);
subscriber_macs :: ARPQuerier($INNER_IP, $INNER_MAC, CAPACITY 16384) -> to_subscribers;
inner [1] -> inner_requests :: Tee -> ARPResponder($INNER_IP $INNER_MAC) -> to_subscribers;
inner_requests [1] -> [1] subscriber_macs;
inner [2] -> [1] subscriber_macs;
inner [3] -> Discard;
refused :: Counter -> Discard;

inner [0] -> Strip(14) -> CheckIPHeader
    -> sort :: IPClassifier(not src net 100.64.0.0/10,                         // forged (BCP 38)
                            dst net 100.64.0.0/10 or dst net 203.0.113.8/30,   // another subscriber, a public address
                            icmp type echo, tcp or udp, -);
sort [0] -> forged :: Counter -> Discard;
sort [1] -> refused;
sort [2] -> DecIPTTL -> [0] ping;
sort [3] -> DecIPTTL -> [0] nat;
sort [4] -> refused;

// ---- the world
from_world :: FromDevice(world) -> HostEtherFilter($OUTER_MAC)
    -> outer :: Classifier(12/0800, 12/0806 20/0001, 12/0806 20/0002, -);
to_world :: Counter -> ToDevice(world);
world_macs :: ARPQuerier($OUTER_IP, $OUTER_MAC) -> to_world;
outer [1] -> outer_requests :: Tee -> ARPResponder($OUTER_IP $OUTER_MAC, 203.0.113.8/30 $OUTER_MAC) -> to_world;
outer_requests [1] -> [1] world_macs;
outer [2] -> [1] world_macs;
outer [3] -> Discard;
next_hop :: SetIPAddress($NEXT_HOP) -> [0] world_macs;

outer [0] -> Strip(14) -> CheckIPHeader -> DecIPTTL
    -> back :: IPClassifier(icmp type echo-reply, icmp type unreachable or timeexceeded or parameterproblem,
                            tcp or udp, -);
back [0] -> [1] ping;
back [1] -> errors;
back [2] -> [1] nat;
back [3] -> refused;

nat [0] -> next_hop;      nat [1] -> [0] subscriber_macs;
ping [0] -> next_hop;     ping [1] -> [0] subscriber_macs;
errors [0] -> [0] subscriber_macs;    errors [1] -> refused;
