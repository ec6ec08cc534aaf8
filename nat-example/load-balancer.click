// load-balancer.click: one address for three web servers.
//
//     clients ---- NEXT_HOP ---- front  VIP | SERVER_GATEWAY  servers ---- 10.0.0.11, .12, .13
//
//   * A new TCP connection to port 80 of VIP goes to the next server in turn, and stays with it: the flow table
//     remembers. The server's answers leave from VIP. A connection survives the loss of a node of the pair.
//   * For stickiness by client instead, put SourceIPHashMapper in RoundRobinIPMapper's place.
//   * The servers' default gateway is this box. VIP answers ping.
//
// Read `balance.size` for open connections, `balance.table` for who has which.

define($VIP 203.0.113.10,       $FRONT_MAC 02:00:5e:00:00:02, $NEXT_HOP 203.0.113.254,
       $SERVER_GATEWAY 10.0.0.1, $SERVER_MAC 02:00:5e:00:00:01)

turn :: RoundRobinIPMapper(- - 10.0.0.11 80 0 1, - - 10.0.0.12 80 0 1, - - 10.0.0.13 80 0 1);

// Input 0: new connections. Input 1: the servers' answers. Output 0: to the servers. Output 1: to the clients.
balance :: IPRewriter(turn, drop, MAPPING_CAPACITY 262144, TCP_NODATA_TIMEOUT 60, TCP_DONE_TIMEOUT 30);

elementclass Interface { $PORT, $IP, $MAC |
  FromDevice($PORT) -> HostEtherFilter($MAC)
    -> type :: Classifier(12/0800, 12/0806 20/0001, 12/0806 20/0002, -);
  wire :: Counter -> ToDevice($PORT);
  neighbours :: ARPQuerier($IP, $MAC) -> wire;
  type [1] -> requests :: Tee -> ARPResponder($IP $MAC) -> wire;
  requests [1] -> [1] neighbours;
  type [2] -> [1] neighbours;
  type [3] -> Discard;
  type [0] -> Strip(14) -> CheckIPHeader -> output;
  input -> [0] neighbours;
}

front   :: Interface(front, $VIP, $FRONT_MAC);
servers :: Interface(servers, $SERVER_GATEWAY, $SERVER_MAC);
to_clients :: SetIPAddress($NEXT_HOP) -> front;
other :: Counter -> Discard;

front -> asked :: IPClassifier(dst host $VIP and dst tcp port 80, dst host $VIP and icmp type echo, -);
asked [0] -> DecIPTTL -> [0] balance;
asked [1] -> pong :: ICMPPingResponder -> to_clients;    pong [1] -> other;
asked [2] -> other;

servers -> answered :: IPClassifier(src tcp port 80, -) -> DecIPTTL -> [1] balance;
answered [1] -> other;

balance [0] -> servers;
balance [1] -> to_clients;
