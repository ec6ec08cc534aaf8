// gateway.click: a NAT box whose outer address comes by DHCP, with FTP, in the style of Click's mazu-nat.
//
//     10.0.0.0/8 ---- intern (10.0.0.1)  [box]  extern (address by DHCP) ---- extern_next_hop --> the Internet
//                                          |
//                                        host: the machine's own stack, which runs the DHCP client, and serves
//
//   * Inside may open TCP and UDP to anywhere; FTP clients may use active mode (PORT): their commands are rewritten,
//     and the server's data connection finds its way.
//   * What comes for the outer address and belongs to no flow goes to the host, DHCP's answers among it; so does what
//     inside sends to the box itself. Copies of what leaves go to the host's sniffers.
//   * The next hop's Ethernet address is fixed, so nothing is asked outside; inside, ARP finds the hosts.
//
// When the DHCP client learns a new address, load the configuration anew with it (handler hotconfig): the inner hosts'
// connections end, as their address does.
//
// Ports: extern, intern, host (a TAP device; without it what is for the host is dropped and counted), and, if its
// sniffers are to see what leaves, extern.host and intern.host.

AddressInfo(
  intern          10.0.0.1     10.0.0.0/8      02:00:5e:00:00:01,
  extern          203.0.113.1  203.0.113.0/24  02:00:5e:00:00:02,
  extern_next_hop 203.0.113.254                02:00:00:00:00:fe);

ScheduleInfo(extern_copies 2, intern_copies 2);       // sending goes before receiving, as it does anyway

// ---------------------------------------------------------------------------------------------------- devices

from_extern :: FromDevice(extern);
from_intern :: FromDevice(intern);
to_host :: Counter -> ToHost;

extern_queue :: Queue(200) -> extern_copies :: PullTee -> to_extern :: ToDevice(extern);
intern_queue :: Queue(200) -> intern_copies :: PullTee -> to_intern :: ToDevice(intern);
extern_copies [1] -> ToHostSniffers(extern);
intern_copies [1] -> ToHostSniffers(intern);

// ---------------------------------------------------------------------------------------------------- translation

IPRewriterPatterns(to_world extern 50000-65535# - -);

// Control connections of FTP change their length: they need the rewriter that shifts sequence numbers.
flows :: IPRewriter(pattern to_world 0 1, pass 2);
ftp_flows :: TCPRewriter(pattern to_world 0 1, pass 2);
ftp :: FTPPortMapper(ftp_flows, flows, 0) -> [0] ftp_flows;

world :: EtherEncap(0x0800, extern:eth, extern_next_hop:eth) -> extern_queue;
inner_macs :: ARPQuerier(intern) -> intern_queue;
inner :: GetIPAddress(16) -> [0] inner_macs;
no_flow :: Unstrip(14) -> to_host;

flows [0] -> world;        flows [1] -> inner;        flows [2] -> no_flow;
ftp_flows [0] -> world;    ftp_flows [1] -> inner;    ftp_flows [2] -> no_flow;

// ---------------------------------------------------------------------------------------------------- from outside

from_extern -> extern_type :: Classifier(12/0806 20/0001, 12/0806, 12/0800, -);
extern_type [0] -> ARPResponder(extern) -> extern_queue;
extern_type [1] -> to_host;
extern_type [3] -> Discard;

extern_type [2] -> Strip(14) -> CheckIPHeader
  -> from_world :: IPClassifier(
       src udp port 67 and dst udp port 68,            // DHCP, whatever address it is for
       not dst host extern,
       src tcp port 21,
       tcp or udp,
       -);
from_world [0] -> dhcp :: Counter -> Unstrip(14) -> to_host;
from_world [1] -> Discard;
from_world [2] -> [1] ftp_flows;
from_world [3] -> [1] flows;
from_world [4] -> Unstrip(14) -> to_host;

// ---------------------------------------------------------------------------------------------------- from inside

from_intern -> intern_type :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
intern_type [0] -> requests :: Tee -> ARPResponder(intern) -> intern_queue;
requests [1] -> [1] inner_macs;
intern_type [1] -> replies :: Tee -> to_host;
replies [1] -> [1] inner_macs;
intern_type [3] -> Discard;

intern_type [2] -> Strip(14) -> CheckIPHeader
  -> from_inside :: IPClassifier(
       dst host intern or dst host extern,
       dst net intern,                                 // its own network: no matter of ours
       dst tcp port 21,
       tcp or udp,
       -);
from_inside [0] -> Unstrip(14) -> to_host;
from_inside [1] -> Discard;
from_inside [2] -> ftp;
from_inside [3] -> [0] flows;
from_inside [4] -> Discard;
