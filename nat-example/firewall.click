// firewall.click: a stateful firewall between two routed networks. No address is changed.
//
//     INSIDE_NET ---- inside  INSIDE_IP | OUTSIDE_IP  outside ---- OUTSIDE_NET, NEXT_HOP --> the rest
//
//   * Inside may open connections to anywhere; answers come back, because the flow is in the table `flows`.
//   * Outside may open connections to the published services only (`policy`), and ping them.
//   * Inside packets must bear an inside address; outside packets must not (BCP 38 both ways).
//   * ICMP errors pass if they are about a flow that is in the table.
//   * What is refused is counted by reason: read `spoofed.count`, `policy_drops.count`, `flows.size`.

define($INSIDE_IP 192.0.2.1,     $INSIDE_MAC 02:00:5e:00:00:01,  $INSIDE_NET 192.0.2.0/24,
       $OUTSIDE_IP 198.51.100.1, $OUTSIDE_MAC 02:00:5e:00:00:02, $OUTSIDE_NET 198.51.100.0/24,
       $NEXT_HOP 198.51.100.254)

elementclass Interface { $PORT, $IP, $MAC |
  FromDevice($PORT) -> HostEtherFilter($MAC)
    -> type :: Classifier(12/0800, 12/0806 20/0001, 12/0806 20/0002, -);
  wire :: Counter -> ToDevice($PORT);
  neighbours :: ARPQuerier($IP, $MAC) -> wire;
  type [1] -> requests :: Tee -> ARPResponder($IP $MAC) -> wire;
  requests [1] -> [1] neighbours;
  type [2] -> [1] neighbours;
  type [3] -> Discard;
  type [0] -> Strip(14) -> CheckIPHeader(INTERFACES $IP/24) -> output;
  input -> [0] neighbours;
}

inside  :: Interface(inside, $INSIDE_IP, $INSIDE_MAC);
outside :: Interface(outside, $OUTSIDE_IP, $OUTSIDE_MAC);
spoofed :: Counter -> Discard;
policy_drops :: Counter -> Discard;
to_outside :: StaticIPLookup($OUTSIDE_NET 0, 0.0.0.0/0 $NEXT_HOP 0) -> outside;
to_inside :: DecIPTTL -> inside;

// Input 0: inside opens. Input 1: outside opens what the policy allows. Input 2: outside, only with a flow.
flows :: IPRewriter(keep 0 1, keep 1 0, pass 2, MAPPING_CAPACITY 262144, TCP_TIMEOUT 7440);
pings :: ICMPPingRewriter(keep 0 1, keep 1 0, drop, MAPPING_CAPACITY 4096);
errors :: ICMPRewriter(flows pings);
flows [0] -> to_outside;    flows [1] -> to_inside;    flows [2] -> policy_drops;
pings [0] -> to_outside;    pings [1] -> to_inside;
errors [0] -> to_inside;    errors [1] -> policy_drops;

inside -> leaving :: IPFilter(allow src net $INSIDE_NET and not dst net $INSIDE_NET, 1 all) -> DecIPTTL
    -> from_inside :: IPClassifier(icmp type echo or echo-reply, tcp or udp, -);
from_inside [0] -> [0] pings;
from_inside [1] -> [0] flows;
from_inside [2] -> policy_drops;
leaving [1] -> spoofed;

outside -> entry :: IPFilter(1 src net $INSIDE_NET, 0 dst net $INSIDE_NET, 1 all)
    -> policy :: IPClassifier(
         dst host 192.0.2.80 and (dst tcp port 80 or 443),    // the web server
         dst host 192.0.2.25 and dst tcp port 25,             // the mail server
         dst host 192.0.2.53 and dst udp port 53,             // the name server
         icmp type echo,
         icmp type echo-reply,
         icmp,
         -);
entry [1] -> spoofed;
policy [0] -> [1] flows;    policy [1] -> [1] flows;    policy [2] -> [1] flows;
policy [3] -> [1] pings;
policy [4] -> [2] pings;
policy [5] -> errors;
policy [6] -> [2] flows;
