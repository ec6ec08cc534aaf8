// bandwidth-monitor.click: a transparent box that tells who uses the line, and for what.
//
//     lan ----[ this box ]---- wan
//
//   * Every frame passes unchanged. IP packets are counted by direction and by kind: web, mail, names, other TCP,
//     other UDP, ICMP; what is not IP is counted too.
//   * `busy.count` counts the packets to the WAN that came while the average was above LIMIT.
//
// Read `up/web.byte_count`, `down/web.byte_rate`, `up/icmp.count`, `busy.count`; write `up/web.reset`.

define($LIMIT 125kBps)

elementclass Kinds {
  input -> ip :: Classifier(12/0800, -) -> MarkIPHeader(14)
    -> kind :: IPClassifier(tcp port 80 or 443, tcp port 25 or 587, port 53, tcp, udp, icmp, -);
  kind [0] -> web :: AverageCounter -> output;
  kind [1] -> mail :: AverageCounter -> output;
  kind [2] -> names :: AverageCounter -> output;
  kind [3] -> tcp :: AverageCounter -> output;
  kind [4] -> udp :: AverageCounter -> output;
  kind [5] -> icmp :: AverageCounter -> output;
  kind [6] -> other :: AverageCounter -> output;
  ip [1] -> link :: AverageCounter -> output;
}

FromDevice(lan) -> up :: Kinds -> usage :: BandwidthMeter($LIMIT) -> to_wan :: Counter -> ToDevice(wan);
usage [1] -> busy :: Counter -> to_wan;
FromDevice(wan) -> down :: Kinds -> ToDevice(lan);
