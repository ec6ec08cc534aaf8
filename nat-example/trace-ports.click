// trace-ports.click: capture files in the place of devices, to try a configuration without a network.
//
//     holdfast run --simtime DIR=traces END=60 -e "$(cat trace-ports.click router.click)"
//
// Every port NAME receives what is in DIR/NAME-in.pcap, with the file's distances in time, and what it sends goes to
// DIR/NAME-out.pcap; the run ends after END seconds. So that the files keep their distances from one another, each
// begins with a frame of type 88B6 (for experiments) at the same time; it is not received. With --simtime the run
// takes no longer than its work, and is the same each time, to the bit.

define($DIR ., $END 60)

elementclass TraceIn {
  $NAME |
  FromDump($DIR/$NAME-in.pcap, TIMING true) -> begin :: Classifier(12/88b6, -);
  begin [0] -> Discard;
  begin [1] -> output;
}
elementclass TraceOut { $NAME | input -> ToDump($DIR/$NAME-out.pcap, 0) }

elementclass FromDevice { $NAME | TraceIn($NAME) -> output }
elementclass ToDevice { $NAME | input -> TraceOut($NAME) }
elementclass PollDevice { $NAME | TraceIn($NAME) -> output }

// The host's ports: host, and DEVICE.host for its sniffers.
elementclass ToHost { input -> TraceOut(host) }
elementclass ToHostSniffers { $DEVICE | input -> TraceOut($DEVICE.host) }

// A tunnel carries IP packets; its port has frames around them.
elementclass KernelTun {
  $ADDRESS, DEV_NAME $NAME |
  TraceIn($NAME) -> MarkIPHeader(14) -> Strip(14) -> output;
  input -> EtherEncap(0x0800, 0:0:0:0:0:0, 0:0:0:0:0:0) -> TraceOut($NAME);
}

DriverManager(wait $END, stop);
