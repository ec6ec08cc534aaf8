// diffserv.click: a shaper at the edge of a differentiated services domain (RFC 2475).
//
//     customer ----[ box ]---- core
//
//   * Expedited forwarding (EF, RFC 3246): up to EF_RATE packets a second go first; above that they are dropped, as a
//     queue would spoil them.
//   * Assured forwarding (AF11, RFC 2597): up to AF_RATE keep their mark, above that they are marked AF13, which the
//     core drops first. They take turns with best effort.
//   * All else, whatever it claims to be, is best effort: its code point is cleared.
//   * The link gets LINK_RATE packets a second. Every 10 seconds a frame (type 88B5, for experiments) says that the
//     box is there.

define($EF_RATE 100, $AF_RATE 200, $LINK_RATE 100)

FromDevice(customer) -> type :: Classifier(12/0800 15/b8%fc, 12/0800 15/28%fc, 12/0800, -);

ef :: Queue(20);
af :: Queue(200);
be :: Queue(500);

type [0] -> ef_meter :: Meter($EF_RATE) -> ef;
ef_meter [1] -> ef_excess :: Discard;
type [1] -> MarkIPHeader(14) -> af_meter :: Meter($AF_RATE) -> af;
af_meter [1] -> af13 :: SetIPDSCP(14) -> af;
type [2] -> MarkIPHeader(14) -> SetIPDSCP(0) -> be;
type [3] -> be;

turns :: RoundRobinSched;
af -> [0] turns;
be -> [1] turns;

first :: PrioSched;
TimedSource(10, \<ffffffffffff 02005e000002 88b5 00010203>) -> hello :: Queue(1) -> [0] first;
ef -> [1] first;
turns -> [2] first;
first -> link :: Shaper($LINK_RATE, BURST_SIZE 1) -> ToDevice(core);

FromDevice(core) -> Queue -> ToDevice(customer);
