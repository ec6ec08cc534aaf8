package io.holdfast.recovery;

import io.holdfast.element.GraphDefinition;
import io.holdfast.log.ControlWriter;
import io.holdfast.log.JoinRequest;
import io.holdfast.log.Transport;
import io.holdfast.packet.PacketDevices;
import io.holdfast.packet.PortSettings;
import io.holdfast.release.ReleaseCheck;
import java.util.stream.Collectors;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * What all of a node's roles work with.
 *
 * @param settings of the node
 * @param incarnation of this run, different at each start
 * @param definition of the graph
 * @param devices opened
 * @param transport to the peer
 * @param control says things to the peer
 * @param lifeline to the peer
 * @param nanoClock monotonic
 * @param epochClock wall clock, read once per burst
 * @param releaseCheck {@link ReleaseCheck#WHEN_STABLE}
 * @param log for people
 */
record NodeContext(
        NodeSettings settings,
        long incarnation,
        GraphDefinition definition,
        PacketDevices devices,
        Transport transport,
        ControlWriter control,
        Lifeline lifeline,
        NanoClock nanoClock,
        EpochNanoClock epochClock,
        ReleaseCheck releaseCheck,
        NodeLog log) {
    /** Leading bytes of each packet that the log keeps. */
    int captureBytes() {
        return settings.log().captureBytes(definition.headerDepthBytes());
    }

    /** What this node says when it asks to join. */
    JoinRequest joinRequest() {
        return new JoinRequest(
                settings.node(),
                incarnation,
                JoinRequest.PROTOCOL_VERSION,
                definition.fingerprint(),
                settings.workers(),
                captureBytes(),
                settings.ports().stream().map(PortSettings::name).collect(Collectors.joining(",")));
    }
}
