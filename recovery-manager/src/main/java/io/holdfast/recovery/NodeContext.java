package io.holdfast.recovery;

import io.holdfast.element.GraphDefinition;
import io.holdfast.log.CaptureDepth;
import io.holdfast.log.ControlWriter;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.Transport;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import java.util.stream.Collectors;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * What all of a node's roles work with.
 *
 * @param settings of the node
 * @param identity of this node, different whenever it begins anew
 * @param definition of the graph
 * @param devices opened
 * @param team of workers
 * @param transport to the peer
 * @param control says things to the peer
 * @param lifeline to the peer
 * @param nanoClock monotonic
 * @param epochClock wall clock, read once per burst
 * @param faults that a test switches on
 * @param backOff between this node's tries to join
 * @param alarms what somebody should look into
 * @param durability of a replica's log
 * @param log for people
 * @param gate that held packets leave by
 * @param views decided by registers; null if the nodes decide by themselves
 * @param machine that the node runs on
 * @param rules that its promises rest on
 */
record NodeContext(
        NodeSettings settings,
        Incarnation identity,
        GraphDefinition definition,
        PacketDevices devices,
        WorkerTeam team,
        Transport transport,
        ControlWriter control,
        Lifeline lifeline,
        NanoClock nanoClock,
        EpochNanoClock epochClock,
        NodeFaults faults,
        JoinBackOff backOff,
        Alarms alarms,
        Durability durability,
        NodeLog log,
        LeaseGate gate,
        NodeViews views,
        NodeMachine machine,
        NodeRules rules) {
    /** Of this node, as it is now. */
    long incarnation() {
        return identity.number();
    }

    /** Leading bytes of each packet that the log keeps. */
    int captureBytes() {
        return settings.log().captureBytes(definition.headerDepthBytes());
    }

    /**
     * How much of each packet this node's log keeps as a master. What may have to be sent again is kept as far as the
     * graph could read, for short packets are then whole.
     */
    CaptureDepth captureDepth() {
        return new CaptureDepth(
                captureBytes(),
                definition.staysInHeaders()
                        && !settings.log().captureFull()
                        && !settings.failover().resends());
    }

    /** What this node says when it asks to join. */
    JoinRequest joinRequest() {
        return new JoinRequest(
                settings.node(),
                incarnation(),
                JoinRequest.PROTOCOL_VERSION,
                definition.fingerprint(),
                settings.workers(),
                captureBytes(),
                settings.ports().stream().map(PortSettings::name).collect(Collectors.joining(",")));
    }
}
