// dns-proxy.click: name queries to one address go to another name server, and its answers seem to come from the first.
//
//     host stack --(routes PROXY/24 into the tunnel)--> tunnel [ box ] tunnel --> host stack --> RESOLVER
//
// The box is the far end of a tunnel device of the host: queries to PROXY port 53 come out of it, and go back into it
// with source CLIENT_SIDE and destination RESOLVER; the host forwards them (it must route and, to the world,
// translate). Everything else that the tunnel brings is shown once and dropped.
//
// The port `tunnel` is the tunnel: --port tunnel=net_tap0,iface=tun0, say.

define($HOST 10.53.0.1/24, $PROXY 10.53.0.53, $CLIENT_SIDE 10.53.0.2, $RESOLVER 9.9.9.9)

tunnel :: KernelTun($HOST, DEV_NAME tunnel);

// Input 0: queries. Input 1: answers.
names :: IPRewriter(pattern $CLIENT_SIDE 1024-65535# $RESOLVER 53 0 1, drop, UDP_TIMEOUT 10, MAPPING_CAPACITY 8192);

tunnel -> CheckIPHeader
  -> proto :: Classifier(9/11, 9/06, -);
proto [0] -> udp :: IPClassifier(dst host $PROXY and dst port 53, src host $RESOLVER and src port 53, -);
proto [1] -> tcp :: IPClassifier(dst host $PROXY and dst port 53, src host $RESOLVER and src port 53, -);
proto [2] -> other :: Print("dns-proxy: neither TCP nor UDP", 20) -> Discard;

udp [0] -> queries :: Counter -> [0] names;
tcp [0] -> queries;
udp [1] -> answers :: Counter -> [1] names;
tcp [1] -> answers;
udp [2] -> stray :: Print("dns-proxy: not ours", 28) -> Discard;
tcp [2] -> stray;

names [0] -> tunnel;
names [1] -> tunnel;

// A place to connect what shall be left out for a while.
Idle -> [0] names;
