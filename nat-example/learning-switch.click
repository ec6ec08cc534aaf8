// learning-switch.click: an Ethernet switch with two ports that learns stations and speaks the spanning tree protocol
// (IEEE 802.1D), so that loops of switches do no harm.
//
//     eth0 ----[ in_gate | switch | out_gate ]---- eth1
//                            host
//
// The spanning tree opens and closes the gates: a port learns after 15 seconds and forwards after 30. Stations are
// forgotten after 300 seconds, sooner when the tree changes. Frames for the bridge's own address, and protocol frames
// that are no spanning tree ones, go to the host (the port `host`, if there is one).
//
// Read `switch.table`, `tree.ports`, `tree.root`.

define($MAC 02:00:5e:00:00:01)

from0 :: PollDevice(eth0);
from1 :: PollDevice(eth1);
out0 :: Queue(100) -> ToDevice(eth0);
out1 :: Queue(100) -> ToDevice(eth1);

switch :: EtherSwitch(TIMEOUT 300);
in_gate, out_gate :: Suppressor;
tree :: EtherSpanTree($MAC, in_gate, out_gate, switch);
to_host :: ToHost;

// Spanning tree frames (to 01:80:c2:00:00:00), others of the reserved group, frames for the bridge, the rest.
sort0, sort1 :: Classifier(0/0180c2000000 14/4242, 0/0180c2000000%fffffffffff0, 0/02005e000001, -);

from0 -> sort0;
sort0 [0] -> [0] tree;          tree [0] -> out0;
sort0 [1] -> to_host;
sort0 [2] -> to_host;
sort0 [3] -> [0] in_gate;       in_gate [0] -> [0] switch;
switch [0] -> [0] out_gate;     out_gate [0] -> out0;

from1 -> sort1;
sort1 [0] -> [1] tree;          tree [1] -> out1;
sort1 [1] -> to_host;
sort1 [2] -> to_host;
sort1 [3] -> [1] in_gate;       in_gate [1] -> [1] switch;
switch [1] -> [1] out_gate;     out_gate [1] -> out1;
