package io.holdfast.recovery;

import io.holdfast.log.JoinRequest;
import java.util.ArrayList;
import java.util.List;

/** Finds what keeps two nodes from being a pair: replay needs the same graph, workers, ports and messages. */
final class JoinCheck {
    private JoinCheck() {}

    /** Every difference, as a sentence with rule and values; empty if there is none. */
    static List<String> differences(final JoinRequest master, final JoinRequest replica) {
        final List<String> found = new ArrayList<>();
        if (replica.protocolVersion() != master.protocolVersion()) {
            found.add("both nodes must speak the same protocol version: master " + master.protocolVersion()
                    + ", replica " + replica.protocolVersion() + " (run the same release on both)");
        }
        if (replica.graphFingerprint() != master.graphFingerprint()) {
            found.add("both nodes must run the same graph with the same variables: master "
                    + Long.toHexString(master.graphFingerprint()) + ", replica "
                    + Long.toHexString(replica.graphFingerprint()) + " (compare the files)");
        }
        if (replica.workers() != master.workers()) {
            found.add("both nodes must have as many workers: master " + master.workers() + ", replica "
                    + replica.workers());
        }
        if (replica.captureBytes() != master.captureBytes()) {
            found.add("both nodes must capture as much of a packet: master " + master.captureBytes()
                    + " bytes, replica " + replica.captureBytes() + " (compare log.capture)");
        }
        if (!replica.ports().equals(master.ports())) {
            found.add("both nodes must name the same ports in the same order: master " + master.ports() + ", replica "
                    + replica.ports());
        }
        return found;
    }
}
