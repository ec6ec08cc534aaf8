// router.click: an IP router with two interfaces, by the rules of RFC 1812.
//
//     10.0.1.0/24 ---- eth0  10.0.1.1 | 10.0.2.1  eth1 ---- 10.0.2.0/24, 10.0.2.254 --> the rest
//
//   * Checks headers and sources, looks up routes, decrements the time to live, acts on the IP options record route
//     and timestamp, splits what is longer than the MTU.
//   * Says what is wrong by ICMP: time exceeded, parameter problem, no fragment where one was needed, no such network,
//     redirect (a packet leaves by the interface that it came by). The errors leave with the address of the
//     interface by which they leave.
//   * Answers ARP and ping at both addresses. Frames that were broadcast are not routed.

define($IP0 10.0.1.1, $MAC0 02:00:5e:00:00:01,
       $IP1 10.0.2.1, $MAC1 02:00:5e:00:00:02,
       $GATEWAY 10.0.2.254, $MTU 1500)

rt :: StaticIPLookup($IP0/32 0, $IP1/32 0,                    // for the router
                     10.0.1.255/32 0, 10.0.1.0/32 0, 10.0.2.255/32 0, 10.0.2.0/32 0,
                     255.255.255.255/32 0,
                     10.0.1.0/24 1,
                     10.0.2.0/24 2,
                     10.99.0.0/16 3,                          // a network that is known not to be there
                     0.0.0.0/0 $GATEWAY 2);

elementclass Input { $PORT, $MAC, $COLOR |
  FromDevice($PORT) -> HostEtherFilter($MAC, DROP_OWN true)
    -> type :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
  type [0] -> [0] output;
  type [1] -> [1] output;
  type [2] -> Paint($COLOR) -> Strip(14)
    -> CheckIPHeader(INTERFACES 10.0.1.1/24 10.0.2.1/24)
    -> [2] output;
  type [3] -> Print("router: not IP", ACTIVE false) -> Discard;
}

elementclass Output { $IP, $COLOR, $MTU |
  input -> DropBroadcasts
    -> paint :: PaintTee($COLOR)
    -> options :: IPGWOptions($IP)
    -> FixIPSrc($IP)
    -> ttl :: DecIPTTL
    -> fragments :: IPFragmenter($MTU)
    -> [0] output;
  paint [1]     -> ICMPError($IP, redirect, host)       -> [1] output;
  options [1]   -> ICMPError($IP, parameterproblem)     -> [1] output;
  ttl [1]       -> ICMPError($IP, timeexceeded)         -> [1] output;
  fragments [1] -> ICMPError($IP, unreachable, needfrag, PMTU $MTU) -> [1] output;
}

in0 :: Input(eth0, $MAC0, 1);
in1 :: Input(eth1, $MAC1, 2);
out0 :: Queue(200) -> ToDevice(eth0);
out1 :: Queue(200) -> ToDevice(eth1);
arp0 :: ARPQuerier($IP0, $MAC0) -> out0;
arp1 :: ARPQuerier($IP1, $MAC1) -> out1;

in0 [0] -> requests0 :: Tee -> ARPResponder($IP0 $MAC0) -> out0;    requests0 [1] -> [1] arp0;
in1 [0] -> requests1 :: Tee -> ARPResponder($IP1 $MAC1) -> out1;    requests1 [1] -> [1] arp1;
in0 [1] -> [1] arp0;
in1 [1] -> [1] arp1;
in0 [2] -> rt;
in1 [2] -> rt;

rt [0] -> local :: ICMPPingResponder -> rt;     local [1] -> ToHost;
rt [1] -> o0 :: Output($IP0, 1, $MTU) -> [0] arp0;     o0 [1] -> rt;
rt [2] -> o1 :: Output($IP1, 2, $MTU) -> [0] arp1;     o1 [1] -> rt;
rt [3] -> ICMPError($IP0, unreachable, net) -> rt;
