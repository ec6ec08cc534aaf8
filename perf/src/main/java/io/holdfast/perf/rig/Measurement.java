package io.holdfast.perf.rig;

import io.holdfast.perf.load.Trial;

/**
 * A trial, and what it cost the box.
 *
 * @param trial what the meter saw; of a stepped box its times are processor time of the box
 * @param boxCpuNs processor time of the box's data path, of the master alone in a pair; 0 if the box is elsewhere
 * @param replicaCpuNs processor time of the replica's data path, 0 without one
 * @param allocatedBytes by the box on the packet path; -1 if that is not known
 * @param isStepped whether generator and box took turns on one thread
 */
public record Measurement(Trial trial, long boxCpuNs, long replicaCpuNs, long allocatedBytes, boolean isStepped) {
    /** This one and another of the same box, as if they had been one. */
    public Measurement plus(final Measurement other) {
        return new Measurement(
                trial.plus(other.trial),
                boxCpuNs + other.boxCpuNs,
                replicaCpuNs + other.replicaCpuNs,
                allocatedBytes < 0 ? -1 : allocatedBytes + other.allocatedBytes,
                isStepped);
    }

    /** Packets for each second of the box's processor time; NaN if that is not known. */
    public double perCpuSecond() {
        return boxCpuNs == 0 ? Double.NaN : trial.counts().good() * 1e9 / boxCpuNs;
    }

    /** Packets for each second of the replica's processor time; NaN if there is none. */
    public double perReplicaCpuSecond() {
        return replicaCpuNs == 0 ? Double.NaN : trial.counts().good() * 1e9 / replicaCpuNs;
    }

    /** Bytes that the box allocated for each packet; NaN if that is not known. */
    public double bytesPerPacket() {
        return allocatedBytes < 0
                ? Double.NaN
                : (double) allocatedBytes / trial.counts().good();
    }
}
