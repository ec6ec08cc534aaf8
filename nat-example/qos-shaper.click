// qos-shaper.click: a transparent box before a slow uplink, so that calls stay clear while files are sent.
//
//     lan ----[ this box ]---- uplink (RATE)
//
//   * Towards the uplink no more than RATE leaves, so that the queue is here, and not in the modem.
//   * Three classes: voice (DSCP EF) goes first, but may take no more than VOICE packets a second (the rest is
//     ordinary traffic); of the others, small flows' packets and bulk (DSCP CS1) share fairly by bytes.
//   * Every queue has its limit; bulk loses its oldest packets first. From the uplink all passes as it comes.
//
// Read `voice.length`, `normal.drops`, `bulk.drops`, `sent.byte_rate`; write `uplink.rate` to change the rate.

define($RATE 1Mbps, $VOICE 50)

from_lan :: FromDevice(lan) -> class :: Classifier(12/0800 15/b8%fc,    // EF
                                                   12/0800 15/20%fc,    // CS1
                                                   -);
voice  :: Queue(50);
normal :: Queue(200);
bulk   :: FrontDropQueue(100);

class [0] -> limit :: RatedSplitter($VOICE) -> voice;
limit [1] -> normal;
class [1] -> bulk;
class [2] -> normal;

fair :: DRRSched(1514);
normal -> [0] fair;
bulk   -> [1] fair;

first :: PrioSched;
voice -> [0] first;
fair  -> [1] first;
first -> uplink :: BandwidthShaper($RATE, BURST_SIZE 1514) -> sent :: AverageCounter -> ToDevice(uplink);

FromDevice(uplink) -> Queue(1000) -> ToDevice(lan);
